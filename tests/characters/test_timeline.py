"""The timeline: everybody by birth, era by era, as a list and as lives that do not lie on each other."""

import pytest

from characters import publishing
from characters.discovery import timeline
from characters.eras import Era
from tests.factories import published_character

pytestmark = pytest.mark.django_db


def born(name, first, last=None, **fields):
    return published_character(name=name, slug=name.lower(), born=first, died=last, **fields)


def test_everybody_stands_in_their_era_by_birth():
    born("Marie", 1867, 1934)
    born("Ada", 1815, 1852)
    born("Hypatia", 360, 415)
    born("Confucius", -551, -479)
    published_character(name="Laozi", born=None, died=-500)
    publishing.withdraw(born("Gone", 1800, 1850))
    found = [(stretch.era, [card.name for card in stretch.cards]) for stretch in timeline.stretches()]
    assert found == [
        (Era.ANTIQUITY, ["Confucius", "Laozi", "Hypatia"]),
        (Era.CENTURY_19, ["Ada"]),
        (Era.CENTURY_20, ["Marie"]),
    ]


def test_an_era_goes_on_page_by_page(client, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 3)
    names = [f"Ada-{number}" for number in range(8)]
    for number, name in enumerate(names):
        born(name, 1810 + number // 2, 1870)
    read, after = [], ""
    while True:
        [stretch] = timeline.stretches(era="19th-century", after=after)
        read, after = read + [card.name for card in stretch.cards], stretch.next
        if not after:
            break
    assert read == names


def test_lives_do_not_lie_on_each_other_and_stay_within_the_picture():
    for number in range(12):
        born(f"Somebody-of-a-long-name-{number}", 1801 + 7 * number, 1801 + 7 * number + 60)
    born("Last", 1897, None)
    for stretch in timeline.stretches():
        boxes = []
        for life in stretch.line.lives:
            text = len(life.card.name) * timeline.LETTER
            left = life.text_x - text if life.anchor == "end" else life.text_x
            boxes.append((life.y, min(left, life.x), max(left + text, life.x + life.width)))
            assert min(left, life.x) >= 0
            assert max(left + text, life.x + life.width) <= timeline.WIDTH
            assert life.bar_y + 6 <= stretch.line.height
        for one in boxes:
            for other in boxes:
                assert one is other or one[0] != other[0] or one[2] <= other[1] or other[2] <= one[1]


def test_the_page_shows_each_life_as_a_link_and_in_a_list(client, django_assert_max_num_queries):
    for number in range(20):
        born(f"Ada-{number}", 1810, 1870)
    with django_assert_max_num_queries(8):
        response = client.get("/timeline/")
    page = response.content.decode()
    assert not response.cookies
    assert page.count('href="/characters/ada-1/"') == 2
    assert 'aria-label="Ada-1, 1810–1870"' in page
    assert 'href="/timeline/?era=19th-century&amp;after=1810.' in page
    assert "style=" not in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("era=nothing", 302), ("era=%00", 302), ("era=19th-century&after=%00", 200),
        ("era=19th-century&after=--1.2", 200),
        ("era=19th-century&after=99999999999999.9", 200), ("era=19th-century&after=1.99999999999999999999", 200),
        ("after=1879.1", 200), ("era=19th-century&after=" + "1" * 5000, 200),
    ],
)  # fmt: skip
def test_any_address_is_answered(client, query, status):
    born("Ada", 1815, 1852)
    assert client.get(f"/timeline/?{query}").status_code == status


def test_an_empty_catalog_has_a_timeline(client):
    assert "Nobody is here yet." in client.get("/timeline/").content.decode()
