"""The Prefer header: what a client would like, and what was done about it (Preference-Applied)."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

_ITEM = re.compile(r'\s*([^\s=,;"]+)\s*(?:=\s*(?:"([^"]*)"|([^,;"]*)))?\s*(?:;[^,]*)?(?:,|$)')
_ANNOTATIONS = "include-annotations"
_KNOWN = {
    "return",
    "maxpagesize",
    _ANNOTATIONS,
    "track-changes",
    "continue-on-error",
    "respond-async",
    "wait",
}


@dataclass(frozen=True)
class Preferences:
    return_representation: bool = False
    max_page_size: int | None = None
    include_annotations: tuple[str, ...] = ()
    track_changes: bool = False
    continue_on_error: bool = False

    def wants_annotation(self, name: str) -> bool:
        """Whether the annotation is asked for by name or wildcard; a leading minus excludes."""
        lowered = name.lower()
        chosen = False
        for pattern in self.include_annotations:
            excluded = pattern.startswith("-")
            if fnmatchcase(lowered, pattern.lstrip("-").lower()):
                chosen = not excluded
        return chosen

    def applied(self, *, max_page_size: int | None = None) -> str:
        """The value of Preference-Applied; ``max_page_size`` when a smaller one than asked for was used."""
        size = max_page_size if max_page_size is not None else self.max_page_size
        parts = [
            "return=representation" if self.return_representation else "",
            f"odata.maxpagesize={size}" if self.max_page_size is not None else "",
            f'odata.include-annotations="{",".join(self.include_annotations)}"'
            if self.include_annotations
            else "",
            "odata.track-changes" if self.track_changes else "",
            "odata.continue-on-error" if self.continue_on_error else "",
        ]
        return ", ".join(part for part in parts if part)


def parse_prefer(header: str | None) -> Preferences:
    """Reads the header; a preference that cannot be understood is ignored, as the protocol asks."""
    values: dict[str, str] = {}
    name = ""
    for match in _ITEM.finditer(header or ""):
        word = match[1]
        plain = word.lower().removeprefix("odata.")
        if name == _ANNOTATIONS and plain not in _KNOWN:
            values[_ANNOTATIONS] += f",{word}"  # a list of annotations that somebody did not quote
            continue
        name = plain
        values.setdefault(name, (match[2] if match[2] is not None else match[3] or "").strip())
    return Preferences(
        return_representation=values.get("return", "").lower() == "representation",
        max_page_size=_page_size(values.get("maxpagesize", "")),
        include_annotations=tuple(
            item.strip() for item in values.get(_ANNOTATIONS, "").split(",") if item.strip()
        ),
        track_changes=_switched_on(values.get("track-changes")),
        continue_on_error=_switched_on(values.get("continue-on-error")),
    )


def _page_size(text: str) -> int | None:
    size = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return size or None


def _switched_on(value: str | None) -> bool:
    return value is not None and value.lower() != "false"
