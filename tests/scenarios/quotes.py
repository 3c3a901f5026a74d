"""What a salesperson does with quotes: at the Web API, as any other program would."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.scenarios.people import Salesperson

ALL = {"AllColumns": True}
ACTIVE = 1


@dataclass
class Quotes:
    """Karin's."""

    karin: Salesperson

    def draft(self, *, quantity: int = 2, **values: Any) -> UUID:
        """Chairs for Acme, which nobody has been offered yet."""
        quote = self.karin.api.create("quotes", **self.karin.sold(**values))
        line = self.karin.line(quantity=quantity)
        self.karin.api.create("quotedetails", **{"quoteid@odata.bind": f"/quotes({quote})", **line})
        return quote

    def offer(self, *, quantity: int = 2, **values: Any) -> UUID:
        """A quote that is activated."""
        return self.activate(self.draft(quantity=quantity, **values))

    def activate(self, quote: UUID) -> UUID:
        self._done(self.karin.change("quotes", quote, statecode=ACTIVE))
        return quote

    def annotate(self, quote: UUID, text: str) -> None:
        about = {"objectid_quote@odata.bind": f"/quotes({quote})"}
        self.karin.api.create("annotations", subject="Call", notetext=text, **about)

    def revise(self, quote: UUID, *, quantity: int, **values: Any) -> UUID:
        """The next revision with another quantity, activated."""
        revision = UUID(self._act("ReviseQuote", QuoteId=str(quote), ColumnSet=ALL).json()["quoteid"])
        line = self.karin.find("quotedetails", f"_quoteid_value eq {revision}", "quotedetailid")
        self._done(self.karin.change("quotedetails", line, quantity=quantity))
        self._done(self.karin.change("quotes", revision, **values))
        return self.activate(revision)

    def win(self, quote: UUID) -> UUID:
        closing = {"quoteid@odata.bind": f"/quotes({quote})", "subject": "Agreed"}
        self._act("WinQuote", QuoteClose=closing, Status=-1)
        return quote

    def order_of(self, won: UUID) -> UUID:
        """Not submitted yet."""
        made = self._act("ConvertQuoteToSalesOrder", QuoteId=str(won), ColumnSet=ALL)
        return UUID(made.json()["salesorderid"])

    def _act(self, action: str, **arguments: Any) -> Any:
        return self._done(self.karin.api.call("POST", action, arguments))

    def _done(self, answer: Any) -> Any:
        assert answer.status_code in (200, 204), answer.content
        return answer
