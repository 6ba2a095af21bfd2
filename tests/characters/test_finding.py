"""Whom words find: by name in any order and spelling, by theme, by what was said."""

import pytest

from characters import publishing
from characters.editions import content_of
from characters.models import SearchEntry
from characters.search import candidates, finding, vocabulary
from characters.search.asked import Order, Search
from tests.factories import CharacterFactory, RemarkFactory, StarterQuestionFactory, published_character

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_meaning(monkeypatch):
    """What the words alone find; tests that load the encoder say so."""
    monkeypatch.setattr(candidates, "_vector_of", lambda q: None)


@pytest.fixture
def meaning(monkeypatch, without_meaning):
    monkeypatch.undo()


def results(**params):
    return finding.find(Search.read(params))


def found(**params):
    return [each.card.name for each in results(**params).found]


@pytest.fixture
def rosa():
    character = published_character(
        name="Rosa Luxemburg",
        sort_name="Luxemburg, Rosa",
        slug="rosa",
        also_known_as=["Róża Luksemburg", "罗莎"],
    )
    vocabulary.learn(content_of(character.live_edition))
    return character


def test_a_name_is_found_by_its_parts_in_any_order_and_without_accents():
    published_character(name="Simón Bolívar", sort_name="Bolívar, Simón")
    published_character(name="Simone Weil", sort_name="Weil, Simone")
    assert found(q="  BOLIVAR   simon ")[0] == "Simón Bolívar"
    assert set(found(q="sim")) == {"Simón Bolívar", "Simone Weil"}
    assert found(q="Weil")[0] == "Simone Weil"


@pytest.mark.parametrize(
    "q", ["Luksemburg", "罗莎", "Róża", "roza", "Роза Люксембург", "luxembourg", "Luxmeburg"]
)
def test_other_names_other_scripts_and_slips_find_too(rosa, q):
    published_character(name="Karl Marx", sort_name="Marx, Karl")
    assert found(q=q)[:1] == ["Rosa Luxemburg"]


def test_a_misspelt_name_is_found_and_told_as_it_is_written(rosa):
    page = results(q="luxembourg")
    assert page.meant == "Rosa Luxemburg"
    assert page.found[0].name == "Rosa <mark>Luxemburg</mark>"
    assert results(q="luxemb").meant == ""


def test_a_misspelt_word_is_put_right(rosa):
    assert results(q="mathemtaics").meant == "mathematics"
    assert found(q="mathemtaics") == ["Rosa Luxemburg"]


def test_swapped_letters_are_one_slip():
    assert vocabulary.slips("ghandi", "gandhi") == 2
    assert vocabulary.slips("trotksy", "trotsky") == 1
    assert vocabulary.slips("", "abc") == 3


def test_what_like_and_tsquery_would_read_as_signs_is_plain_text(rosa):
    for q in ("%", "_", "\\", "'", "!", "a & !b", "<->", ":*", "(", "x'; DROP TABLE characters_edition; --"):
        results(q=q)
    assert found(q="%") == found(q="_") == found(q="\\") == []


@pytest.fixture
def sayings():
    """Somebody with a question and a remark, and somebody without."""
    character = CharacterFactory(name="Leon Trotsky", sort_name="Trotsky, Leon", slug="leon")
    StarterQuestionFactory(
        character=character, anchor="exile", question="Where did you live?",
        answer="On Prinkipo 1 < 2 & so on.", spoken="I went out with the fishermen & their nets before dawn.",
    )  # fmt: skip
    RemarkFactory(character=character, theme="Daily life", text="I collect cacti, and I keep rabbits.")
    publishing.publish(character)
    published_character(name="Other")
    return character


def test_what_somebody_said_finds_them_and_shows_where(sayings):
    first = results(q="rabbits and cacti").found[0]
    assert first.card.name == "Leon Trotsky"
    assert first.extract.url == "/characters/leon/#remark-daily-life"
    assert first.extract.html == "I collect <mark>cacti</mark>, and I keep <mark>rabbits</mark>."


def test_a_spoken_answer_is_shown_where_it_stands_and_is_escaped(sayings):
    extract = results(q="fishermen nets").found[0].extract
    assert extract.url == "/characters/leon/#exile-voice"
    assert "<mark>fishermen</mark> &amp; their <mark>nets</mark>" in extract.html
    assert results(q="Prinkipo").found[0].extract.html == "On <mark>Prinkipo</mark> 1 &lt; 2 &amp; so on."


def test_marks_that_a_text_brings_along_mark_nothing():
    published_character(name="\ue000Ada\ue001", biography="A \ue001 programme \ue000 for looms.", slug="ada")
    first = results(q="programme looms").found[0]
    assert first.extract.html.count("<mark>") == first.extract.html.count("</mark>") == 2
    assert "\ue000" not in results(q="ada").found[0].name


def test_filters_count_with_the_words_and_narrow_them():
    for name, born, field in (("A", 1800, "law"), ("B", 1800, "poetry"), ("C", 1600, "law")):
        published_character(
            name=name, born=born, died=born + 50, fields=[field], biography="Of the lighthouse."
        )
    page = results(q="lighthouse", field="law")
    assert page.facets.fields == {"law": 2, "poetry": 1}
    assert page.facets.eras == {"19th-century": 1, "17th-18th-century": 1}
    assert page.num_found == len(page.found) == 2


def test_what_was_found_can_be_sorted_and_paged(monkeypatch):
    monkeypatch.setattr("characters.search.results.PAGE", 2)
    for name, born in (("Lamp B", 1820), ("Lamp C", 1810), ("Lamp A", 1830)):
        published_character(name=name, born=born, died=1880)
    read, search = [], Search.read({"q": "lamp", "sort": Order.BORN})
    while search:
        page = finding.find(search)
        read, search = [*read, *(each.card.name for each in page.found)], page.next
    assert read == ["Lamp C", "Lamp B", "Lamp A"]
    assert results(q="lamp", page="3").found == results(q="lamp", page="999999999").found == []


def test_a_filter_looks_further_than_the_best_of_all(monkeypatch):
    monkeypatch.setattr(candidates, "MOST", 3)
    monkeypatch.setattr(finding, "MOST", 3)
    for at in range(8):
        published_character(name=f"Lamp {at}", fields=["law"])
    published_character(name="Another", fields=["poetry"], biography="It said something of a lamp.")
    assert found(q="lamp", field="poetry") == ["Another"]


def test_meaning_finds_what_no_word_does(meaning):
    published_character(name="Galileo", biography="He turned a telescope to the heavens.", embed_now=True)
    published_character(name="Clara", biography="She played the piano on stages.", embed_now=True)
    assert found(q="astronomer")[0] == "Galileo"


def test_without_an_encoder_the_words_are_searched(monkeypatch, meaning):
    def unable(texts):
        raise OSError("no model here")

    candidates._encoded.cache_clear()
    monkeypatch.setattr(candidates, "encode", unable)
    published_character(name="Rosa")
    assert found(q="rosa") == ["Rosa"]


def test_the_words_of_a_withdrawn_page_are_not_found(sayings):
    publishing.withdraw(sayings)
    assert found(q="cacti") == []
    assert not SearchEntry.objects.filter(pk=sayings.pk).exists()


def test_typing_on_is_the_same_search_and_another_word_another():
    typed = Search.read({"q": "trot"})
    assert Search.read({"q": "trotsky"}).goes_on_from(typed)
    assert Search.read({"q": "tro"}).goes_on_from(typed)
    assert not Search.read({"q": "rosa"}).goes_on_from(typed)
    assert not Search.read({"q": "trotsky", "era": "antiquity"}).goes_on_from(typed)
    assert not typed.goes_on_from(Search.read({}))
