"""Sets, lists and clears the faults that the embedded CRM plays on purpose."""

from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from crm.models import InjectedFault


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


class Command(BaseCommand):
    help = (
        "Has the embedded CRM fail on purpose. Kinds: "
        + ", ".join(InjectedFault.Kind.values)
        + ". Example: crm_inject_fault throttle --route '/api/data/*/accounts*' --count 3"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", nargs="?", choices=InjectedFault.Kind.values)
        parser.add_argument("--route", default="", help="pattern for the path, with *; default: every path")
        parser.add_argument("--method", default="", help="GET, POST …; default: every method")
        parser.add_argument("--rate", type=_decimal, default=Decimal(1), help="share of the requests, 0 to 1")
        parser.add_argument("--count", type=int, help="how many requests to hit; default: no end")
        parser.add_argument("--skip", type=int, default=0, help="how many requests to leave alone first")
        parser.add_argument("--delay-ms", type=int, default=1000, help="for delay")
        parser.add_argument("--retry-after", type=int, default=1, help="seconds, for throttle")
        parser.add_argument("--list", action="store_true", help="show the faults that are set")
        parser.add_argument("--clear", action="store_true", help="remove all faults first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["clear"]:
            InjectedFault.objects.all().delete()
        if options["kind"]:
            self._inject(options)
        elif not (options["list"] or options["clear"]):
            raise CommandError("Name a kind of fault, or use --list or --clear.")
        if options["list"]:
            self._list()

    def _inject(self, options: dict[str, Any]) -> None:
        fault = InjectedFault(
            kind=options["kind"],
            route=options["route"],
            method=options["method"].upper(),
            rate=options["rate"],
            remaining=options["count"],
            skip=options["skip"],
            delay_ms=options["delay_ms"] if options["kind"] == InjectedFault.Kind.DELAY else 0,
            retry_after=options["retry_after"],
        )
        try:
            fault.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        fault.save()
        self.stdout.write(f"Injected fault {fault.pk}: {fault}")

    def _list(self) -> None:
        for fault in InjectedFault.objects.order_by("pk"):
            left = "no end" if fault.remaining is None else f"{fault.remaining} left"
            self.stdout.write(
                f"{fault.pk}\t{fault.kind}\t{fault.method or 'any'}\t{fault.route or '*'}\t"
                f"rate {fault.rate}\tskip {fault.skip}\t{left}\t{fault.hits} hits"
            )
