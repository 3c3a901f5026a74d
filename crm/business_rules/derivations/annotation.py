"""Notes: what they are about, and the size of the document that is attached."""

import base64
import binascii

from crm.business_rules.draft import Draft
from crm.business_rules.errors import FILE_TOO_LARGE, NOT_BASE64, CrmFault
from crm.business_rules.sales.settings import sales_settings


def complete(draft: Draft) -> None:
    if draft.changes_any("objectid"):
        about = draft.get("objectid")
        draft.set("objecttypecode", None if about is None else about.table)
    if draft.creating or draft.changes_any("documentbody"):
        _measure(draft)


def _measure(draft: Draft) -> None:
    body = draft.get("documentbody")
    size = 0 if body is None else _size(body)
    limit = sales_settings(draft.context).maxuploadfilesize
    if size > limit:
        raise CrmFault(FILE_TOO_LARGE, limit=limit, column="documentbody")
    draft.set("filesize", size)
    draft.set("isdocument", body is not None)


def _size(body: str) -> int:
    try:
        return len(base64.b64decode(body, validate=True))
    except (binascii.Error, ValueError) as error:
        raise CrmFault(NOT_BASE64, column="documentbody") from error
