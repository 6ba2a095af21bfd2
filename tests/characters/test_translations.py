"""One character in several languages: a page each, one place in every list, found by the words of any."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from characters import catalog, content_files, publishing, restoring, translating
from characters.checklist import check
from characters.content_files import written
from characters.discovery import explore, feed, mapped, picks, timeline
from characters.editions import content_of, draft_of
from characters.models import (
    Character,
    Collection,
    Meaning,
    SearchEntry,
    SimilarityLink,
    SimilaritySuggestion,
)
from characters.search import talked_to
from characters.search.asked import Search
from characters.search.finding import find
from tests.factories import CharacterFactory, published_character

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return published_character(slug="ada", name="Ada Lovelace", sort_name="Lovelace, Ada")


@pytest.fixture
def german(ada):
    return told_in_german(ada)


def told_in_german(original, **changes):
    draft = translating.begin(original, language="de")
    said = {
        "name": "Ada, Gräfin von Lovelace",
        "tagline": "Sie sah, was aus einer Maschine für Zahlen werden kann.",
        "biography": "Sie schrieb das erste Programm für eine Maschine, die nie gebaut wurde.",
        "persona": "Ich bin Mathematikerin und die Tochter eines Dichters.",
        "greeting": "Guten Tag. Worüber wollen wir nachdenken?",
        **changes,
    }
    for name, value in said.items():
        setattr(draft, name, value)
    draft.save()
    draft.starter_questions.update(
        question="Was ist die Maschine?", spoken="Ein Webstuhl.", answer="Ein Webstuhl für Algebra."
    )
    publishing.publish(draft)
    draft.refresh_from_db()
    return draft


def names(cards):
    return [card.name for card in cards]


def test_a_translation_begins_with_the_words_of_the_original(ada):
    SimilarityLink.objects.create(character=ada, similar=published_character(), reason="Both counted.")
    draft = translating.begin(ada, language="ar")
    content, original = draft_of(draft), draft_of(ada)
    assert (content.slug, content.language, content.translation_of) == ("ada-ar", "ar", "ada")
    assert (content.biography, content.born, content.similar) == (
        original.biography, original.born, original.similar,
    )  # fmt: skip
    assert [q.anchor for q in content.starter_questions] == [q.anchor for q in original.starter_questions]
    assert draft.live_edition is None


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_language_is_told_once(ada, german, language):
    with pytest.raises(translating.CannotTranslate, match="already"):
        translating.begin(ada, language=language)
    with pytest.raises(translating.CannotTranslate, match="original"):
        translating.begin(german, language="ar")


def test_the_database_keeps_one_translation_a_language_and_none_of_itself(ada, german):
    with pytest.raises(IntegrityError), transaction.atomic():
        CharacterFactory(slug="another", translation_of=ada, language="de")
    with pytest.raises(IntegrityError), transaction.atomic():
        Character.objects.filter(pk=ada.pk).update(translation_of=ada)


def test_lists_show_a_character_once_in_the_language_of_the_reader(ada, german):
    other = published_character(name="Zeno", sort_name="Zeno")
    assert names(find(Search()).found and [each.card for each in find(Search()).found]) == [
        "Ada Lovelace", other.name,
    ]  # fmt: skip
    with override("de"):
        cards = [each.card for each in find(Search()).found]
        assert names(cards) == ["Ada, Gräfin von Lovelace", "Zeno"]
        assert [(card.page, card.language, card.is_foreign) for card in cards] == [
            ("ada-de", "de", False), (other.slug, "en", True),
        ]  # fmt: skip
        assert cards[0].url == "/de/characters/ada-de/"
        assert set(names(picks.featured())) == {"Ada, Gräfin von Lovelace", "Zeno"}
        drawn = [card for stretch in timeline.stretches() for card in stretch.cards]
        assert sorted(names(drawn)) == ["Ada, Gräfin von Lovelace", "Zeno"]


def test_who_has_a_page_in_no_other_language_than_the_original_is_shown_in_that(ada):
    with override("de"):
        [found] = find(Search()).found
        assert (found.card.language, found.card.is_foreign) == ("en", True)


@pytest.mark.parametrize("q", ["Gräfin", "Lovelace", "Programm für eine Maschine"])
def test_a_search_finds_by_the_words_of_any_language_and_once(ada, german, q):
    assert [found.card.slug.removesuffix("-de") for found in find(Search(q=q)).found] == ["ada"]


def test_a_search_reads_words_as_the_readers_language_bends_them(ada, settings):
    settings.SEARCH_BY_MEANING = False
    told_in_german(ada, biography="Sie wuchs in einem großen Haus auf, das voller Bücher war.")
    assert find(Search(q="Häusern")).found == []
    [chosen] = find(Search(q="Häusern", language="de")).found
    with override("de"):
        [found] = find(Search(q="Häusern")).found
    assert found.card.page == chosen.card.page == "ada-de"
    assert "in einem großen <mark>Haus</mark> auf" in found.extract.html
    assert found.extract.url == f"/de{chosen.extract.url}"


def test_a_search_shows_the_telling_in_the_readers_language_where_both_are_found(ada, german):
    assert find(Search(q="Lovelace")).found[0].card.name == "Ada Lovelace"
    with override("de"):
        assert find(Search(q="Lovelace")).found[0].card.page == "ada-de"


def test_the_language_is_a_filter_with_counts(ada, german):
    published_character(name="Zeno")
    everybody = find(Search())
    assert everybody.facets.languages == {"en": 2, "de": 1}
    assert [(code, num) for code, _, num in everybody.facets.choices(Search())["languages"]] == [
        ("de", 1), ("en", 2),
    ]  # fmt: skip
    [found] = find(Search.read({"language": "de"})).found
    assert found.card.name == "Ada, Gräfin von Lovelace"
    assert find(Search(q="ada", language="de")).facets.languages["de"] == 1
    assert find(Search(language="ar")).found == []
    assert Search.read({"language": "<xx>"}).language == ""


def test_what_is_known_of_languages_follows_publishing_and_withdrawing(ada, german):
    assert SearchEntry.objects.get(pk=ada.pk).languages == ["de", "en"]
    publishing.withdraw(german)
    assert SearchEntry.objects.get(pk=ada.pk).languages == ["en"]
    with override("de"):
        assert find(Search()).found[0].card.name == "Ada Lovelace"


def test_a_translation_is_near_to_whom_its_original_is_near_to_in_its_own_words(ada):
    zeno = published_character(slug="zeno", name="Zeno", fields=["mathematics"])
    SimilarityLink.objects.create(character=ada, similar=zeno, reason="Both counted.")
    publishing.publish(ada)
    german = told_in_german(ada)
    german.similarity_links.update(reason="Beide haben gezählt.")
    edition = publishing.publish(german)
    cards = feed.similar_to(edition, content_of(edition)).cards
    assert [(card.name, card.reason) for card in cards] == [("Zeno", "Beide haben gezählt.")]
    assert not Meaning.objects.filter(character=german).exists()


def test_the_feed_leaves_out_whom_one_opened_in_another_language(ada, german):
    assert names(explore.explore(explore.Seen(("ada-de",))).cards) == []


def test_pages_of_one_character_know_each_other(client, ada, german):
    page = client.get("/characters/ada/").content.decode()
    assert re.findall(r'hreflang="(\w+)" href="http://[^/]*(/[^"]*)"', page) == [
        ("de", "/de/characters/ada-de/"), ("en", "/characters/ada/"),
    ]  # fmt: skip
    assert '<a href="/de/characters/ada-de/" lang="de" hreflang="de">Deutsch</a>' in page
    page = client.get("/de/characters/ada-de/").content.decode()
    assert '<article class="character" data-opened="ada-de"' in page
    assert '<p class="tagline lead">' in page
    assert re.search(r'rel="canonical" href="[^"]*/de/characters/ada-de/"', page)
    assert '<a href="/characters/ada/" lang="en-gb" hreflang="en-gb">English</a>' in page


def test_a_page_in_another_language_than_the_readers_says_so_and_where_to_read_it(client, ada, german):
    page = client.get("/de/characters/ada/").content.decode()
    assert '<article class="character" dir="ltr"' in page
    assert '<p class="tagline lead" lang="en" dir="ltr">' in page
    assert re.search(r'class="notice foreign".*?English.*?href="/de/characters/ada-de/"', page, re.DOTALL)
    assert re.search(r'rel="canonical" href="[^"/]*//[^/]*/characters/ada/"', page)
    assert "notice foreign" not in client.get("/characters/ada/").content.decode()


def test_the_first_page_lets_somebody_speak_in_the_readers_language(client, ada, german):
    published_character(name="Aaron", sort_name="Aaron")
    assert "Was ist die Maschine?" in client.get("/de/").content.decode()
    assert "Was ist die Maschine?" not in client.get("/").content.decode()


def test_a_right_to_left_page_runs_so(client, ada):
    arabic = translating.begin(ada, language="ar")
    publishing.publish(arabic)
    page = client.get("/characters/ada-ar/").content.decode()
    assert '<article class="character" dir="rtl"' in page
    assert '<p class="tagline lead" lang="ar" dir="rtl">' in page
    assert '<html lang="en-gb" class' in page


def test_a_file_keeps_language_and_original(ada, german):
    content = draft_of(german)
    text = written(content)
    assert "language: de\ntranslation_of: ada\n" in text
    assert content_files.read_text("ada-de", text) == content
    assert "language" not in written(draft_of(ada)).split("---")[1]


@pytest.mark.parametrize(
    ("line", "refused"), [("language: xx", "language"), ("translation_of: ada-de", "translation_of")]
)
def test_a_file_of_no_language_is_refused_by_its_field(german, line, refused):
    text = written(draft_of(german)).replace("language: de", "language: de", 1)
    key = line.split(":")[0]
    text = re.sub(rf"^{key}: .*$", line, text, count=1, flags=re.MULTILINE)
    with pytest.raises(content_files.BadFile, match=refused):
        content_files.read_text("ada-de", text)


def keys(character):
    return {finding.key for finding in check(character).findings if finding.key.startswith("translation")}


def test_the_checklist_looks_at_a_translation_beside_its_original(ada, german):
    assert keys(german) == set()
    german.biography = ada.biography
    german.save()
    assert keys(german) == {"translation-untold"}
    ada.tagline = "She saw further."
    ada.save()
    publishing.publish(ada)
    assert keys(german) == {"translation-untold", "translation-behind"}


def test_a_translation_into_the_language_of_the_original_is_not_published(ada, german):
    Character.objects.filter(pk=german.pk).update(language="en")
    german.refresh_from_db()
    with pytest.raises(publishing.Incomplete, match="The original is in English too"):
        publishing.publish(german)


def test_a_translation_stays_while_its_original_is_away_and_is_in_no_list(client, ada, german):
    publishing.withdraw(ada)
    assert client.get("/de/characters/ada-de/").status_code == 200
    assert find(Search()).found == []
    assert keys(german) == {"translation-alone"}
    assert catalog.live_edition("ada-de") is not None


# --- What a translation shares with its original ---


def test_a_translation_is_as_often_talked_to_as_its_original(ada, german):
    talked_to.keep({ada.pk: 7})
    assert set(SearchEntry.objects.values_list("num_conversations", flat=True)) == {7}


def test_a_translation_stands_in_the_collections_of_its_original(client, ada, german):
    collection = Collection.objects.create(slug="engines", title="Engines of thought", is_published=True)
    collection.members.create(character=ada)
    assert "Engines of thought" in client.get("/de/characters/ada-de/").content.decode()


def test_what_is_kept_of_a_translations_page_changes_with_the_suggestions_of_its_original(ada, german):
    before = catalog.version("ada-de")
    zeno = published_character(slug="zeno", name="Zeno")
    between = catalog.version("ada-de")
    SimilaritySuggestion.objects.create(character=ada, similar=zeno, score=0.8, reasons=["Both counted."])
    assert len({before, between, catalog.version("ada-de")}) == 3


def test_on_the_map_of_a_translation_stands_who_links_to_the_original(ada):
    zeno = published_character(slug="zeno", name="Zeno")
    for one, other in ((ada, zeno), (zeno, ada)):
        SimilarityLink.objects.create(character=one, similar=other, reason="Both counted.")
        publishing.publish(one)
    german = told_in_german(ada)
    edition = german.live_edition
    [place] = mapped.around(edition, content_of(edition)).places
    assert place.links_here


def test_a_page_that_is_a_translation_of_another_now_leaves_the_languages_of_the_first(ada, german):
    other = published_character(slug="zeno", name="Zeno")
    german.translation_of = other
    german.save()
    publishing.publish(german)
    assert SearchEntry.objects.get(pk=ada.pk).languages == ["en"]
    assert SearchEntry.objects.get(pk=other.pk).languages == ["de", "en"]


def test_the_lists_learn_that_an_original_was_published_again(
    ada, german, django_capture_on_commit_callbacks
):
    Character.objects.update(checked_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        ada.tagline = "She saw further."
        ada.save()
        publishing.publish(ada)
    assert Character.objects.get(pk=german.pk).checked_at is None


def test_a_restored_edition_follows_its_original_to_a_new_address(ada, german):
    first = german.live_edition
    ada.slug = "ada-lovelace"
    ada.save()
    publishing.publish(ada)
    restored = restoring.restore(german, first, num_changes=german.num_changes)
    assert restored.content.translation_of == "ada-lovelace"
    german.refresh_from_db()
    assert german.translation_of == ada


def test_who_is_translated_becomes_no_translation(ada, german):
    other = published_character(slug="zeno", name="Zeno", language="ar")
    Character.objects.filter(pk=ada.pk).update(translation_of=other)
    ada.refresh_from_db()
    with pytest.raises(publishing.Incomplete, match="has translations"):
        publishing.publish(ada)


def test_a_file_of_nobodys_translation_is_refused_and_the_others_are_loaded(tmp_path, ada, german, capsys):
    text = written(draft_of(german))
    (tmp_path / "noone-de.md").write_text(text.replace("translation_of: ada", "translation_of: noone"))
    (tmp_path / "ada-de.md").write_text(text)
    (tmp_path / "ada-deutsch.md").write_text(text)
    with pytest.raises(CommandError, match="2 of 3"):
        call_command("load_characters", tmp_path)
    refused = capsys.readouterr().err
    assert "its original, “noone”, is not here" in refused
    assert "ada-deutsch.md: ada-de.md tells the same" in refused


def test_a_link_in_a_text_is_looked_up_in_whichever_language_one_checks(ada):
    ada.biography = "She is in [a collection](/collections/) and on [her page](/de/characters/ada/)."
    ada.save()
    with override("de"):
        assert "link-broken" not in {finding.key for finding in check(ada).findings}
    ada.biography = "She is on [no page](/fr/characters/ada/)."
    ada.save()
    assert "link-broken" in {finding.key for finding in check(ada).findings}
