"""Every code that the sources can store or raise has a sentence; every gap of a sentence has a name."""

import ast
import re
from collections.abc import Iterator

import pytest

from crm_integration.sentences.catalogue import SENTENCES
from crm_integration.sentences.for_crm import BY_CRM_CODE, BY_CURE
from crm_integration.sentences.for_records import CAUSES
from crm_integration.sentences.rendering import is_known, sentence
from tests.architecture.source_files import ROOT, place, python_files, tree

# The callables that take a code, and the place of the code among their arguments.
TAKES_CODE = {
    "Problem": 0,
    "FilterInvalid": 0,
    "CouplingRefused": 0,
    "Failed": 0,
    "Postponed": 0,
    "RetryAt": 1,
    "_wrong": 0,
    "_refusal": 0,
}
CODE_KEYWORDS = ("code", "message_code")
PACKAGES = (
    "crm_integration/table_mapping",
    "crm_integration/mappings",
    "crm_integration/synch_engine",
    "crm_integration/dataverse",
    "crm_integration/coupling",
    "crm_integration/connection",
    "crm_integration/full_synch",
    "crm_integration/job_queue",
    "crm_integration/jobs",
    "crm_integration/listeners",
)
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def _given(call: ast.Call) -> Iterator[ast.expr]:
    name = ast.unparse(call.func).rsplit(".", 1)[-1]
    position = TAKES_CODE.get(name)
    if position is not None and len(call.args) > position:
        yield call.args[position]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in CODE_KEYWORDS)


def _texts(node: ast.expr, assigned: dict[str, list[ast.expr]]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from _texts(node.body, assigned)
            yield from _texts(node.orelse, assigned)
        case ast.BoolOp():
            for part in node.values:
                yield from _texts(part, assigned)
        case ast.Name(id=name):
            for value in assigned.get(name, []):
                if not isinstance(value, ast.Name):
                    yield from _texts(value, assigned)


def _codes() -> set[tuple[str, str]]:
    found = set()
    for path in python_files(*PACKAGES):
        assigned: dict[str, list[ast.expr]] = {}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                assigned.setdefault(node.targets[0].id, []).append(node.value)
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                for given in _given(node):
                    found |= {(code, place(path)) for code in _texts(given, assigned) if CODE.fullmatch(code)}
    return found


def test_every_code_of_the_sources_has_a_sentence() -> None:
    missing = sorted(f"{code} ({where})" for code, where in _codes() if not is_known(code))
    assert missing == []


def test_the_walk_finds_codes() -> None:
    found = {code for code, _ in _codes()}
    assert {"must_be_coupled", "url_not_https", "coupled_to_deleted_erp_record"} <= found
    assert (ROOT / PACKAGES[0]).is_dir()


ALL = {**SENTENCES, **{f"cause {code}": text for code, text in CAUSES.items()}, **BY_CURE}
ALL |= {hex(code): text for code, text in BY_CRM_CODE.items()}


@pytest.mark.parametrize("code", sorted(ALL))
def test_a_sentence_can_be_rendered_whatever_was_stored(code: str) -> None:
    text = sentence(code.removeprefix("cause "), {})
    assert text
    assert "%(" not in text


def test_a_missing_coupling_names_the_record_in_the_words_of_the_product() -> None:
    params = {"table": "salesperson", "record": "KB", "field": "salesperson_code", "erp_table": "customer"}
    assert sentence("must_be_coupled", params) == (
        "Salesperson KB must be coupled before this record can be synchronized: Salesperson Code names it."
    )


def test_a_refusal_of_the_back_office_is_told_in_its_own_words() -> None:
    params = {"erp_table": "customer", "field": "e_mail", "value": "victoria@bsbeverages"}
    expected = "“victoria@bsbeverages” in E-Mail is not a valid e-mail address."
    assert sentence("invalid_email", params) == expected


def test_an_answer_of_the_crm_that_nobody_foresaw_shows_its_message() -> None:
    params = {"cure": "rejected", "message": "Gravity is off."}
    assert sentence("0x8fffffff", params) == "Dynamics 365 Sales refuses the record: Gravity is off."


def test_a_refusal_of_the_crm_that_stopped_a_job_is_told_by_its_cure() -> None:
    params = {"code": "http_401", "message": "Unauthorized"}
    assert "does not accept the credentials" in sentence("crm_authentication", params)
