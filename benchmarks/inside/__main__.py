"""Calls one function with the product set up as in a worker, and prints what it returns as JSON."""

import importlib
import json
import sys

import django


def main() -> None:
    place, arguments = sys.argv[1], json.loads(sys.argv[2])
    django.setup()
    module, _, name = place.partition(":")
    importlib.import_module("crm_integration.jobs.settle_memory").settle_memory()
    function = getattr(importlib.import_module(f"benchmarks.inside.{module}"), name)
    print(json.dumps(function(**arguments)))


if __name__ == "__main__":
    main()
