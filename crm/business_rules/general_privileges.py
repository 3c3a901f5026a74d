"""Privileges of no table: ``prv`` and the name. They are held or not, without a depth that would matter."""

from typing import Final

ACT_ON_BEHALF: Final = "ActOnBehalfOfAnotherUser"
PUBLISH: Final = "PublishCustomization"
# To change the tables themselves.
_DEFINITIONS: Final = ("Entity", "Attribute", "Relationship", "OptionSet")
CUSTOMIZING: Final = (
    *(f"{verb}{what}" for what in _DEFINITIONS for verb in ("Create", "Read", "Write", "Delete")),
    *(f"{verb}EntityKey" for verb in ("Create", "Delete")),
    *("ReadCustomization", "WriteCustomization", "ImportCustomization", "ExportCustomization", PUBLISH),
    *("ReadQuery", "ReadSavedQueryVisualizations", "ReadSystemForm"),
)
GENERAL_PRIVILEGES: Final = (ACT_ON_BEHALF, *CUSTOMIZING)
