"""Names of the API in words: ``salesOrderLine`` is a sales order line."""

import re


def words(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])[A-Z]", lambda sign: f" {sign[0].lower()}", name)


def one_of(singular: str) -> str:
    article = "an" if singular[0] in "aeio" else "a"
    return f"{article} {words(singular)}"


def capital(name: str) -> str:
    return name[0].upper() + name[1:]
