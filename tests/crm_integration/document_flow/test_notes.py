"""Notes on orders reach the other side."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.models import Annotation
from crm_integration.document_flow.notes.plain_text import plain_text
from crm_integration.job_queue import enqueue
from crm_integration.models import NoteCoupling
from erp.models import RecordNote
from erp.operations.create_record_note import create_record_note
from erp.operations.modify_record_note import modify_record_note
from tests.crm_integration.document_flow.sales import Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def run(sales: Sales) -> None:
    sales.systems.work(enqueue(kind="sales_order_notes").pk)


def notes() -> list[tuple[str, str]]:
    return sorted(RecordNote.objects.values_list("description", "note"))


def test_html_becomes_lines_of_text() -> None:
    assert plain_text("<p>Ring <b>twice</b></p><p>Tom &amp; Nora</p>") == "Ring twice\nTom & Nora"


def test_notes_of_the_crm_are_there_once_and_follow_its_edits(sales: Sales) -> None:
    order = sales.order()
    note = sales.annotate(order, "<p>Ring twice</p>")
    sales.annotate(order, "A drawing", filename="a.png", documentbody="AAAA", isdocument=True)
    sales.created(order)
    run(sales)
    run(sales)
    assert notes() == [("Call", "Ring twice")]
    NoteCoupling.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    sales.systems.change(note, notetext="<p>Do not ring</p>")
    sales.annotate(order, "Second")
    run(sales)
    assert notes() == [("Call", "Do not ring"), ("Call", "Second")]


def test_a_note_of_the_back_office_is_in_the_crm_once(sales: Sales) -> None:
    order = sales.order()
    header = sales.created(order)
    create_record_note(
        table="sales_header", record_id=header.id, values={"note": "On the pallet by the door"}
    )
    sales.systems.fault("answer_lost", rate=1, remaining=1, method="PATCH")
    run(sales)
    run(sales)
    assert list(Annotation.objects.values_list("notetext", "objectid")) == [
        ("On the pallet by the door", order.pk)
    ]
    assert len(notes()) == 1


def test_what_is_written_or_edited_here_comes_back_as_it_was(sales: Sales) -> None:
    header = sales.created(sales.order())
    values = {"note": "Qty < 5 and weight > 3 & more"}
    note = create_record_note(table="sales_header", record_id=header.id, values=values)
    run(sales)
    run(sales)
    assert notes() == [("", "Qty < 5 and weight > 3 & more")]
    modify_record_note(record_id=note.id, values={"note": "Door 2"})
    run(sales)
    assert notes() == [("", "Door 2")]


def test_a_note_that_the_crm_refuses_keeps_no_other(sales: Sales) -> None:
    header = sales.created(sales.order())
    for text in ("x" * 100_001, "Short"):
        create_record_note(table="sales_header", record_id=header.id, values={"note": text})
    run(sales)
    assert list(Annotation.objects.values_list("notetext", flat=True)) == ["Short"]


def test_notes_of_other_orders_stay_where_they_are(sales: Sales) -> None:
    sales.annotate(sales.order(submit=False), "Not ordered yet")
    sales.created(sales.order())
    run(sales)
    assert notes() == []
