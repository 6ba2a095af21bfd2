"""The public pages in German: what the site says, not what editors wrote; and that what is kept stays in English."""

import re

import pytest
from django.utils.translation import override

from characters.discovery.reasons import for_editors, for_readers
from characters.eras import lifespan, year
from characters.fields import field_name
from characters.likeness import Between, Profile, Rarity, compare
from characters.models import FIELDS, Collection, Edition, SearchEntry, SimilaritySuggestion
from characters.outward.how_to_cite import how_to_cite
from characters.search.asked import Search
from characters.search.lands import LANDS, land_name
from characters.search.results import Facets
from tests.factories import SimilarityLinkFactory, published_character

KEPT = [
    "The page of Rosa names Leon.",
    "Both texts name Iskra, Lenin, the Second International and the years 1905 and 1917.",
    "Both texts name the year 1905.",
    "Both worked in politics and women's rights.",
    "Both lived in the 19th and 20th centuries (their lives overlap, 1879–1919).",
    "Both lived in the 6th century BCE (their lives overlap, 551–501 BCE).",
    "Both are of one era: 19th century.",
    "Karl Marx and Rosa link to both.",
    "Near in meaning: “Why 1905?” and “Why 1917?”.",
]


@pytest.fixture
def leon(db):
    """With a link of the editors', somebody near, and a collection."""
    leon = published_character(
        slug="leon", name="Leon", born=1879, died=1940, fields=["politics"], place="Yanovka, Russia"
    )
    confucius = published_character(slug="confucius", name="Confucius", born=-551, died=-479, fields=["law"])
    rosa = published_character(slug="rosa", name="Rosa", born=1871, died=None, fields=["women's rights"])
    SimilarityLinkFactory(character=leon, similar=rosa, reason="They wrote to each other.")
    SimilaritySuggestion.objects.create(character=leon, similar=confucius, score=0.5, reasons=[KEPT[6]])
    collection = Collection.objects.create(slug="voices", title="Voices", is_published=True)
    collection.members.create(character=leon)
    return leon


def page(client, path):
    response = client.get(f"/de{path}")
    assert response.headers["Content-Language"] == "de"
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("path", "sentences"),
    [
        ("/", ("Eine Bibliothek von Menschen", "Nach Fachgebiet", "Frauenrechte", "1 Persönlichkeit<")),
        ("/characters/", ("3 Persönlichkeiten.", "Alle Epochen", "Russland (1)", "Sortieren nach", "551–479 v.")),
        ("/characters/?q=Leon", ("Eine Persönlichkeit passt zu „Leon“.", "Beste Treffer")),
        ("/characters/?place=Russia", ("Russland · Persönlichkeiten", "Filter „Russland“ entfernen")),
        ("/characters/leon/", ("Mit Leon sprechen", "Lesezeit", "Veröffentlicht am", "Ein Gespräch beginnen")),
        ("/characters/leon/editions/1/", ("Dies ist Ausgabe 1, veröffentlicht am", "(Ausgabe 1)")),
        ("/characters/leon/similar/", ("Mehr wie Leon", "Auf einer Karte ansehen")),
        ("/characters/leon/map/", ("Im Umkreis von Leon", "der Pfeil zeigt die Richtung")),
        ("/explore/?seen=leon&talked=leon", ("Am Anfang steht", "Weil Sie mit Leon gesprochen haben")),
        ("/collections/", ("Sammlungen", "1 Persönlichkeit<")),
        ("/timeline/", ("Zeitleiste", "20. Jahrhundert und später", "Antike: Lebenszeiten auf einer Linie")),
        ("/feeds/new.atom", ("Neue Persönlichkeiten",)),
        ("/characters/nobody/", ("Niemand dieses Namens ist hier",)),
    ],
)  # fmt: skip
def test_pages_speak_german(client, leon, path, sentences):
    said = page(client, path)
    assert [words for words in sentences if words not in said] == []


@pytest.mark.parametrize("path", ["/timeline/", "/characters/leon/map/"])
def test_drawings_keep_the_points_of_their_numbers(client, leon, path):
    drawn = re.search(r"<svg.*</svg>", page(client, path))[0]
    assert re.findall(r'\b(?:x|y|x1|x2|width|height)="[^"]*,[^"]*"', drawn) == []
    assert re.search(r'="\d+\.\d', drawn)


@pytest.mark.parametrize(
    ("words", "in_german"),
    [
        (lambda: lifespan(-551, -479), "551–479 v.\u00a0Chr."),
        (lambda: lifespan(-30, 20), "30 v.\u00a0Chr.–20 n.\u00a0Chr."),
        (lambda: lifespan(1412, None, born_circa=True), "geboren um 1412"),
        (lambda: year(1879), "1879"),
        (lambda: field_name("women's rights"), "Frauenrechte"),
        (lambda: field_name("alchemy"), "alchemy"),
        (lambda: land_name("Turkey"), "Türkei"),
        (lambda: land_name("Scotland"), "Schottland"),
        (lambda: land_name("Roman Empire"), "Roman Empire"),
        (lambda: Search(era="antiquity", field="law").chosen[1][0], "Recht"),
    ],
)
def test_years_fields_and_lands_have_german_names(words, in_german):
    with override("de"):
        assert words() == in_german


def test_every_field_and_land_has_a_name():
    for name, known in ((field_name, FIELDS), (land_name, LANDS)):
        assert [name(each) for each in known] == list(known)
    with override("de"):
        # Some are the same: “Angola”.
        assert sum(land_name(land) != land for land in LANDS) > 90
        assert {field_name(field)[0].isupper() for field in FIELDS} == {True}


def test_choices_stand_in_the_order_of_their_names():
    nums = {"Austria": 1, "Germany": 2, "Iceland": 1}
    with override("de"):
        rows = Facets(places=nums).choices(Search())["places"]
    assert rows == [("Germany", "Deutschland", 2), ("Iceland", "Island", 1), ("Austria", "Österreich", 1)]


# --- Reasons: kept in English, said in the reader's language ---------------------------------------------


def test_reasons_are_said_in_german():
    with override("de"):
        assert for_readers(KEPT[1:2]) == "Auf beiden Seiten genannt: Iskra, Lenin und Second International."
        assert for_readers(["Both texts name France, the United States and Iskra."]) == (
            "Auf beiden Seiten genannt: Frankreich, Vereinigte Staaten und Iskra."
        )
        assert for_readers(KEPT[2:4]) == (
            "Auf beiden Seiten genannt: das Jahr 1905. Beiden gemeinsam: Politik und Frauenrechte."
        )
        assert for_readers(KEPT[7:]) == "Nebeneinander zu lesen: „Why 1905?“ und „Why 1917?“."
        assert for_editors(KEPT) == [
            "Die Seite über Rosa nennt Leon.",
            "In beiden Texten genannt: Iskra, Lenin, Second International und die Jahre 1905 und 1917.",
            "In beiden Texten genannt: das Jahr 1905.",
            "Beiden gemeinsam: Politik und Frauenrechte.",
            "Beide lebten zur selben Zeit (1879–1919).",
            "Beide lebten zur selben Zeit (551–501 v.\u00a0Chr.).",
            "Beide gehören derselben Epoche an: 19. Jahrhundert.",
            "Karl Marx und Rosa verweisen auf beide.",
            "Inhaltlich nah beieinander: „Why 1905?“ und „Why 1917?“.",
        ]


def test_in_english_editors_read_what_is_kept():
    assert for_editors([*KEPT, "Something of another kind."]) == [*KEPT, "Something of another kind."]


def test_what_is_kept_is_in_english_whoever_asks():
    one = Profile(1, "A", born=-551, died=-479, era="antiquity", fields=frozenset({"law"}))
    other = Profile(2, "B", born=-300, died=-250, era="antiquity", fields=frozenset({"law"}))
    third = Profile(3, "C", born=-500, died=-450)
    with override("de"):
        found = (
            compare(one, other, Between(), Rarity()).reasons
            + compare(one, third, Between(), Rarity()).reasons
        )
    assert found == [
        "Both worked in law.",
        "Both are of one era: Antiquity.",
        "Both lived in the 5th century BCE (their lives overlap, 500–479 BCE).",
    ]


@pytest.mark.django_db
def test_a_character_published_in_german_is_found_by_english_words():
    with override("de"):
        published_character(slug="confucius", born=-551, died=-479)
    assert "bce" in SearchEntry.objects.get().title_words
    edition = Edition.objects.get()
    with override("de"):
        assert "/de/" not in how_to_cite(edition, "confucius").address


@pytest.mark.django_db
def test_the_error_page_that_asks_for_nothing_speaks_german(client):
    from django.template.loader import get_template

    with override("de"):
        page = get_template("500.html").render()
    assert 'lang="de"' in page
    assert 'href="/de/"' in page
    assert "Bei uns ging etwas schief" in page
