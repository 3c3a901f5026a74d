"""Which country a text means."""

import pytest

from erp.queries.country_names import country_name, understand_country


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NO", "NO"),
        ("nor", "NO"),
        ("Norway", "NO"),
        (" norge ", "NO"),
        ("Noorwegen", "NO"),
        ("Kingdom of Norway", "NO"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("Storbritannia", "GB"),
        ("Verenigd Koninkrijk", "GB"),
        ("USA", "US"),
        ("u.s.a.", "US"),
        ("The Netherlands", "NL"),
        ("Holland", "NL"),
        ("Venezuela", "VE"),
        ("Côte d'Ivoire", "CI"),
        ("cote d'ivoire", "CI"),
        ("Tyskland", "DE"),
        ("Duitsland", "DE"),
        ("Russland", "RU"),
        ("England", None),
        ("Atlantis", None),
        ("", None),
        ("  . ", None),
    ],
)
def test_codes_names_in_three_languages_and_usual_aliases_are_understood(text: str, code: str | None) -> None:
    assert understand_country(text) == code


def test_a_country_is_named_in_the_readers_language() -> None:
    names = [country_name("DE", language) for language in ("en", "nb", "nl", "fr")]
    assert names == ["Germany", "Tyskland", "Duitsland", "Germany"]
    assert country_name("ZZ") == ""
