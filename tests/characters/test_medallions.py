"""Medals drawn for who has no portrait."""

from xml.etree import ElementTree

import pytest

from characters.eras import Era
from characters.medallions import drawn, initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Leon Trotsky", "LT"),
        ("Leonardo da Vinci", "LV"),
        ("Confucius", "C"),
        ("Élisabeth Vigée Le Brun", "ÉB"),
        ("bell hooks", "BH"),
        ("孔子", "孔"),
        ("42", ""),
        ("", ""),
    ],
)
def test_initials_are_of_the_first_and_the_last_name(name, letters):
    assert initials(name) == letters


def test_the_same_words_give_the_same_medal():
    drawn.cache_clear()
    first = drawn("Ada Lovelace", Era.CENTURY_19, "1815–1852")
    drawn.cache_clear()
    assert drawn("Ada Lovelace", Era.CENTURY_19, "1815–1852") == first


def test_names_and_eras_give_different_medals():
    medals = {drawn(name, era) for name in ("Ada Lovelace", "Alan Turing") for era in ("", *Era)}
    assert len(medals) == 2 * (1 + len(Era))


@pytest.mark.parametrize("era", ["", *Era])
def test_every_medal_is_well_formed_small_and_bears_its_legend(era):
    medal = drawn("Murasaki Shikibu", era, "c. 973–1014")
    texts = [text.strip() for text in ElementTree.fromstring(medal).itertext()]
    assert {"MURASAKI SHIKIBU", "C. 973–1014", "MS"} <= set(texts)
    assert len(medal) < 9_000


@pytest.mark.parametrize("name", ['</text><script>alert(1)</script>"&', "A\x00B\ud800 C", "x" * 300])
def test_a_strange_name_neither_breaks_the_drawing_nor_gets_out_of_it(name):
    root = ElementTree.fromstring(drawn(name, "nonsense", "<years>"))
    assert not [element for element in root.iter() if element.tag.endswith("script")]
