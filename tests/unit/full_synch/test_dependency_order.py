"""Mappings run after those that they depend on."""

import pytest

from crm_integration.full_synch.dependency_order import CircularDependency, in_dependency_order
from crm_integration.mappings.registry import MAPPINGS


def test_each_name_comes_after_its_dependencies_and_else_in_its_place() -> None:
    depends_on = {"CONTACT": ["CUSTOMER"], "CUSTOMER": ["CURRENCY"], "SALESPEOPLE": [], "CURRENCY": []}
    assert in_dependency_order(depends_on) == ["SALESPEOPLE", "CURRENCY", "CUSTOMER", "CONTACT"]


def test_a_dependency_that_is_not_there_counts_as_satisfied() -> None:
    assert in_dependency_order({"CUSTOMER": ["PAYMENT TERMS"]}) == ["CUSTOMER"]


def test_mappings_that_wait_for_one_another_are_refused() -> None:
    with pytest.raises(CircularDependency, match="A, B"):
        in_dependency_order({"A": ["B"], "B": ["A"], "C": []})


def test_the_declared_mappings_have_an_order() -> None:
    assert in_dependency_order({name: mapping.depends_on for name, mapping in MAPPINGS.items()}) == [
        "SALESPEOPLE",
        "CURRENCY",
        "PAYMENT TERMS",
        "SHIPMENT METHOD",
        "SHIPPING AGENT",
        "CUSTOMER",
        "CONTACT",
        "UNIT OF MEASURE",
        "UNIT GROUP",
        "ITEM UOM",
        "RESOURCE UOM",
        "RESOURCE-PRODUCT",
        "ITEM-PRODUCT",
        "CUSTPRCGRP-PRICE",
        "SALESPRC-PRODPRICE",
        "OPPORTUNITY",
        "POSTEDSALESINV-INV",
        "POSTEDSALESLINE-INV",
        "SALESORDER-ORDER",
    ]
