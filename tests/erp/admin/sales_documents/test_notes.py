"""Notes on sales documents."""

import pytest
from django.test import Client
from django.urls import reverse

from erp.models import RecordNote, SalesHeader

pytestmark = pytest.mark.django_db


def test_a_note_is_written_by_whoever_may_and_stands_beside_the_card(
    order_processor: Client, viewer: Client, order: SalesHeader
) -> None:
    url = reverse("admin:sales_order_notes", args=[order.pk])
    order_processor.post(url, {"note": "Ring twice <b>"})
    note = RecordNote.objects.get()
    assert (note.note, note.created_by) == ("Ring twice <b>", "order-processor")
    viewer.post(url, {"note": "Mine, too"})
    assert RecordNote.objects.count() == 1
    assert "Ring twice &lt;b&gt;" in viewer.get(url).content.decode()
    factbox = reverse("admin:erp_salesorder_factbox", args=[order.pk, "notes"])
    assert "Ring twice" in viewer.get(factbox).content.decode()


def test_a_blank_note_is_asked_for_and_a_quote_has_no_notes_of_an_order(
    order_processor: Client, order: SalesHeader
) -> None:
    assert order_processor.post(reverse("admin:sales_order_notes", args=[order.pk]), {}).status_code == 422
    assert order_processor.get(reverse("admin:sales_quote_notes", args=[order.pk])).status_code == 404
