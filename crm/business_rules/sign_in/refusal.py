"""Why no token is given."""


class SignInRefused(Exception):
    """Carries OAuth's error, and the number that Microsoft's directory has for it (``AADSTS…``)."""

    def __init__(self, error: str, number: int, description: str, *, status: int = 400) -> None:
        super().__init__(description)
        self.error, self.number, self.status = error, number, status

    @property
    def description(self) -> str:
        return f"AADSTS{self.number}: {self}"
