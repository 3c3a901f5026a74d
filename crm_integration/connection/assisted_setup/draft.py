"""The draft of the setup: begun from what is set up, kept while it is entered, and what it would become."""

from collections.abc import Mapping
from datetime import datetime

from crm_integration.connection.assisted_setup.choices import CHOICES, choices_of, mappings_of
from crm_integration.connection.assisted_setup.steps import Step, after_change
from crm_integration.connection.choose_mappings import ChosenMappings
from crm_integration.connection.destination import WHERE_IT_LEADS, Destination, point_setup
from crm_integration.models import AssistedSetupDraft, ConnectionSetup, IntegrationTableMapping

COPIED = (
    *WHERE_IT_LEADS,
    "client_secret",
    "client_secret_saved_at",
    "sdk_version",
    "unit_group_mapping_enabled",
    "web_client_url",
    "item_availability_url",
    "item_availability_user_name",
)
# What a secret was given for: it goes nowhere else.
SECRETS: Mapping[str, frozenset[str]] = {
    "client_secret": frozenset(WHERE_IT_LEADS),
    "item_availability_key": frozenset({"item_availability_url", "item_availability_user_name"}),
}


def saved_draft() -> AssistedSetupDraft | None:
    """Returns the draft that somebody has begun."""
    return AssistedSetupDraft.objects.filter(pk=1).first()


def draft_to_go_on_with() -> AssistedSetupDraft:
    """Returns the draft that somebody has begun, or one, unsaved, with what is set up already."""
    return saved_draft() or _begun_from(ConnectionSetup.get())


def _begun_from(setup: ConnectionSetup) -> AssistedSetupDraft:
    on = list(IntegrationTableMapping.objects.filter(is_enabled=True).values_list("name", flat=True))
    chosen = choices_of(on) if on else [choice.name for choice in CHOICES]
    return AssistedSetupDraft(pk=1, chosen_data=chosen, **{name: getattr(setup, name) for name in COPIED})


def keep(draft: AssistedSetupDraft, step: Step, values: dict[str, object], *, now: datetime) -> None:
    """Saves what was entered in a step, right or wrong. What changed has to be found right again.

    A blank secret keeps the one that is there, unless it would go elsewhere than it was given for.
    """
    entered = {name: value for name, value in values.items() if value or name not in SECRETS}
    changed = {name for name, value in entered.items() if getattr(draft, name) != value}
    if changed:
        draft.done = after_change(draft.done, step)
    for secret, given_for in SECRETS.items():
        if changed & given_for:
            setattr(draft, secret, "")
    for name, value in entered.items():
        setattr(draft, name, value)
    if "client_secret" in entered:
        draft.client_secret_saved_at = now
    draft.saved_at = now
    draft.save()


def destination_of(draft: AssistedSetupDraft) -> Destination:
    return Destination(
        environment_url=draft.environment_url,
        authentication_type=draft.authentication_type,
        tenant=draft.tenant,
        client_id=draft.client_id,
        client_secret=draft.client_secret,
        connection_string=draft.connection_string,
        sign_in_authority=draft.sign_in_authority,
        sdk_version=draft.sdk_version,
    )


def setup_of(draft: AssistedSetupDraft, *, now: datetime) -> ConnectionSetup:
    """Returns the setup as the draft would have it, not saved. Raises DataverseError as ``point_setup``."""
    setup = ConnectionSetup.get()
    point_setup(setup, destination_of(draft), now=now)
    setup.web_client_url = draft.web_client_url
    return setup


def chosen_mappings(draft: AssistedSetupDraft) -> ChosenMappings:
    return ChosenMappings(mappings_of(draft.chosen_data), by_unit_group=draft.unit_group_mapping_enabled)
