"""Why a verb of this package cannot be done; rendered as a sentence by the pages."""

from typing import Any


class CouplingRefused(Exception):
    """``code`` and ``params`` say what is in the way; nothing was changed."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params
