"""Notes on quotes of the CRM come with them; those of the back office stay."""

import pytest
from django.test import Client
from django.urls import reverse

from crm_integration.models import NoteCoupling
from erp.models import RecordNote, SalesHeader
from erp.operations.create_record_note import create_record_note
from erp.operations.make_order_of_quote import make_order_of_quote
from tests.crm_integration.document_flow.sales import Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
DRAWING = {"filename": "a.png", "documentbody": "AAAA", "isdocument": True}


def notes(header: SalesHeader) -> list[tuple[str, str]]:
    on_it = RecordNote.objects.filter(table="sales_header", record_id=header.id)
    return sorted(on_it.values_list("description", "note"))


def write_on(header: SalesHeader, text: str) -> None:
    values = {"note": text, "created_by": "Paula"}
    create_record_note(table="sales_header", record_id=header.id, values=values)


def test_notes_without_files_come_with_the_quote_as_text_and_with_their_time(sales: Sales) -> None:
    quote, other = sales.quote(), sales.quote()
    note = sales.annotate(quote, "<p>Ring <b>twice</b></p><p>Tom &amp; Nora</p>")
    sales.annotate(quote, "A drawing", **DRAWING)
    sales.annotate(other, "Not of this quote")
    header = sales.processed(quote)
    assert notes(header) == [("Call", "Ring twice\nTom & Nora")]
    assert RecordNote.objects.get().created_at == note.createdon


def test_a_quote_that_is_processed_again_has_each_note_once(sales: Sales) -> None:
    quote = sales.quote()
    sales.annotate(quote, "Ring twice")
    header = sales.processed(quote)
    sales.annotate(quote, "Later")
    assert sales.processed(quote) == header
    assert notes(header) == [("Call", "Ring twice")]
    assert sales.systems.sent.writes == []


def test_a_quote_that_fails_leaves_no_note_and_has_each_once_when_it_comes(
    sales: Sales, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = sales.quote()
    sales.annotate(quote, "First")
    sales.annotate(quote, "Second")
    where = "crm_integration.document_flow.notes.sales_quote_notes.take_over"
    with monkeypatch.context() as killed:
        killed.setattr(where, lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sales.process(quote)
    assert not RecordNote.objects.exists()
    assert not NoteCoupling.objects.exists()
    assert not SalesHeader.objects.exists()
    assert notes(sales.processed(quote)) == [("Call", "First"), ("Call", "Second")]


def test_a_revision_brings_its_notes_in_place_of_the_former_ones_and_leaves_ours(sales: Sales) -> None:
    quote = sales.quote()
    sales.annotate(quote, "Ring twice")
    header = sales.processed(quote)
    write_on(header, "Credit is good")
    revised = sales.revision(quote, quantity=7)
    sales.annotate(revised, "Do not ring")
    again = sales.processed(revised)
    assert again == header
    assert notes(again) == [("", "Credit is good"), ("Call", "Do not ring")]
    third = sales.processed(sales.revision(revised, quantity=8))
    assert notes(third) == [("", "Credit is good")]


def test_a_note_that_the_salesperson_moves_to_the_revision_goes_with_it(sales: Sales) -> None:
    quote = sales.quote()
    note = sales.annotate(quote, "Ring twice")
    sales.processed(quote)
    revised = sales.revision(quote, quantity=7)
    sales.systems.change(note, objectid=revised)
    assert notes(sales.processed(revised)) == [("Call", "Ring twice")]


def test_notes_of_a_quote_go_with_the_order_that_is_made_of_it(sales: Sales) -> None:
    quote = sales.quote()
    sales.annotate(quote, "Ring twice")
    order = make_order_of_quote(record_id=sales.processed(quote).id)
    assert notes(order) == [("Call", "Ring twice")]


def test_the_card_of_the_sales_quote_shows_them(sales: Sales, processor: Client) -> None:
    quote = sales.quote()
    sales.annotate(quote, "<p>Ring <b>twice</b> &lt;script&gt;</p>")
    header = sales.processed(quote)
    for page in ("erp_salesquote_change", "sales_quote_notes"):
        text = processor.get(reverse(f"admin:{page}", args=[header.pk])).content.decode()
        assert "Ring twice &lt;script&gt;" in text
