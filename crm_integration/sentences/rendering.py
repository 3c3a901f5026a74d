"""From a code and its parameters to the sentence."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm_integration.dataverse.errors import code_number
from crm_integration.models import SynchProblem
from crm_integration.sentences.captions import caption
from crm_integration.sentences.catalogue import SENTENCES
from crm_integration.sentences.for_crm import BY_CRM_CODE, BY_CURE
from crm_integration.sentences.for_records import CAUSES
from crm_integration.sentences.words import Text, products, words_of
from erp.operations.sentences import SENTENCES as REJECTIONS
from erp.operations.sentences import rejection_sentence

UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ERP_REJECTED, CRM = "erp_rejected", "crm_"


class Wording(dict[str, str]):
    """Parameters as they are read; one that was not stored leaves a gap instead of an error."""

    def __missing__(self, name: str) -> str:
        return "…"


def is_known(code: str) -> bool:
    """Whether there is a sentence of its own for a code."""
    if code in (ERP_REJECTED, *(f"{CRM}{cure}" for cure in BY_CURE)):
        return True
    return code in SENTENCES or code in REJECTIONS or _number_of(code) in BY_CRM_CODE


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """Returns the sentence for a stored code; blank for a blank code.

    ``table`` is the table that the sentence speaks of; ``erp_table`` and ``crm_table`` are those of the
    mapping, in which ``field`` (or ``name``) is looked up, on one ``side`` only if that is given.
    ``cure`` chooses the sentence for an answer of the CRM whose code is not known here.
    """
    if not code:
        return ""
    if code == ERP_REJECTED:
        code = str(params.get("erp_code", ""))
    if code in REJECTIONS and code not in SENTENCES:
        table = str(params.get("table") or params.get("erp_table") or "customer")
        return rejection_sentence(
            table=table, field=str(params.get("field", "")), code=code, params=_safe(params, code)
        )
    return _joined(str(_template(code, params)) % wording(params))


def problem_sentence(problem: SynchProblem) -> str:
    """Returns the sentence for a stored problem, with the tables of its mapping."""
    return sentence(problem.code, params_of(problem))


def cause(problem: SynchProblem) -> str:
    """Returns what a problem has in common with others of its kind, as a heading."""
    params = wording(params_of(problem))
    if problem.code in CAUSES:
        return _joined(str(CAUSES[problem.code]) % params)
    if problem.field:
        return _("%(field)s is refused") % params
    return problem_sentence(problem)


def params_of(problem: SynchProblem) -> dict[str, Any]:
    mapping = problem.mapping
    known = {"erp_table": mapping.erp_table, "crm_table": mapping.crm_table, "mapping": mapping.name}
    return {**known, "field": problem.field, "cure": problem.cure, **problem.params}


def record_name(params: Mapping[str, Any]) -> str:
    """The name of the record that a sentence speaks of; an id says nothing to a person."""
    name = str(params.get("record", ""))
    return "" if UUID_TEXT.fullmatch(name) else name


def wording(params: Mapping[str, Any]) -> Wording:
    """Names of tables and fields become words, numbers are formatted."""
    known = Wording({name: str(localize(value)) for name, value in params.items()}) | products()
    words = words_of(str(params.get("table", "")))
    side = str(params.get("side", ""))
    of_side = {"erp": ("erp_table",), "crm": ("crm_table",)}.get(side, ("erp_table", "crm_table"))
    tables = {name: str(params.get(name, "")) for name in of_side}
    captions = {name: caption(str(params[name]), **tables) for name in ("field", "name") if params.get(name)}
    return Wording(
        known
        | {name: text for name, text in captions.items() if name != "name"}
        | {"caption": captions.get("name") or captions.get("field", "")}
        | ({"record": record_name(params)} if "record" in params else {})
        | ({"reason": _reason(params["reason"])} if "reason" in params else {})
        | ({"product": products()[f"{side}_product"]} if side in ("erp", "crm") else {})
        | {"table": str(words.one), "tables": str(words.many), "Table": capfirst(str(words.one))}
        | {"Tables": capfirst(str(words.many))}
    )


def _reason(reason: Mapping[str, Any]) -> str:
    """A sentence within a sentence: ``code`` with ``params``."""
    return sentence(str(reason.get("code", "")), reason.get("params", {}))


def _template(code: str, params: Mapping[str, Any]) -> Text:
    if code in SENTENCES:
        return SENTENCES[code]
    number = _number_of(str(params.get("code", code)))
    if number in BY_CRM_CODE:
        return BY_CRM_CODE[number]
    if code.startswith(CRM) and code.removeprefix(CRM) in BY_CURE:
        known = SENTENCES.get(str(params.get("code", "")))
        return known or BY_CURE[code.removeprefix(CRM)]
    if "message" in params:
        return BY_CURE.get(str(params.get("cure", "")), BY_CURE["rejected"])
    return _("It could not be done (%(code)s).") % {"code": code.replace("%", "%%")}


def _joined(text: str) -> str:
    return " ".join(text.split())


def _number_of(code: str) -> int:
    return code_number(code) or -1


def _safe(params: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Parameters of a rejection; one that was not stored leaves a gap."""
    text = str(REJECTIONS[code])
    gaps = dict.fromkeys(("value", "max_length", "length", "options", "series", "customer"), "…")
    known = {name: value for name, value in params.items() if name not in ("table", "field")}
    return {name: gap for name, gap in gaps.items() if f"%({name})s" in text} | known
