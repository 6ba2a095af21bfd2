"""Places as editors write them, and the country of today that they lie in; letters as they are compared."""

import pytest

from characters.search.lands import land_of
from characters.search.letters import plain_letters, words_of


@pytest.mark.parametrize(
    ("place", "land"),
    [
        ("London, England", "England"),
        ("Trier, Kingdom of Prussia (now Germany)", "Germany"),
        ("Erode, Madras Presidency, British India (now Tamil Nadu, India)", "India"),
        ("Warsaw, Congress Poland, Russian Empire", "Poland"),
        ("Alexandria, Roman Egypt", "Egypt"),
        ("Boston, USA", "United States"),
        ("Rome, Roman Empire", "Roman Empire"),
        ("Niamey, Niger", "Niger"),
        ("Lagos, Nigeria", "Nigeria"),
        ("  ,  ", ""),
        ("", ""),
    ],
)
def test_a_place_lies_in_a_country(place, land):
    assert land_of(place) == land


def test_letters_lose_case_accents_and_script():
    assert plain_letters("Skłodowska  ÆSOP") == "sklodowska aesop"
    assert plain_letters("Лев Троцкий, Ὑπατία") == "lev trotskii, ypatia"
    assert words_of("Women's rights, “1905”_x 孔子") == ["women", "s", "rights", "1905", "x", "孔子"]
