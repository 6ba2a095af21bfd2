"""Keep what the catalog is listed and searched by: one row a live character."""

from collections.abc import Iterable
from functools import reduce
from operator import add

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import SearchVector
from django.db.models import F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import override

from characters.editions import CharacterContent, content_of
from characters.eras import year
from characters.models import NO_YEAR, Character, Edition, SearchEntry
from characters.search.lands import land_of
from characters.search.letters import plain_letters
from characters.text_search import readable, text_search_config
from web.markdown import plain

# Made by a migration: Snowball's English and no stemming at all, both after accents are dropped.
ENGLISH, NAMES = "colloquy_english", "colloquy_names"
TOGETHER = 100
# What a new edition changes; the rest of the row is the character's.
_OF_EDITION = (
    "edition", "sort_name", "names", "year", "era", "fields", "land", "title_words", "words", "translation_of",
)  # fmt: skip


def config_of(language: str) -> str:
    """How the catalog reads the words of texts in a language."""
    config = text_search_config(language)
    return ENGLISH if config == "english" else config


def keep(edition: Edition):
    """Before: an edition that has just gone live. After: the catalog lists it, and search reads its words."""
    keep_all([edition])


def keep_all(editions: Iterable[Edition]):
    """The same for many live editions."""
    editions = list(editions)
    before = _originals(SearchEntry.objects.filter(pk__in=[each.character_id for each in editions]))
    first = Edition.objects.public().filter(character__in=[each.character_id for each in editions])
    first = dict(first.order_by().values_list("character").annotate(Min("published_at")))
    SearchEntry.objects.bulk_create(
        [_entry(edition, first[edition.character_id]) for edition in editions],
        update_conflicts=True,
        unique_fields=("character",),
        update_fields=_OF_EDITION,
    )
    _tell_languages(before | {edition.original_id for edition in editions})


def forget(character: Character):
    """The character's page has gone."""
    _drop(SearchEntry.objects.filter(pk=character.pk))


def _drop(entries):
    originals = _originals(entries)
    entries.delete()
    _tell_languages(originals)


def _originals(entries) -> set[int]:
    return set(entries.values_list(Coalesce("translation_of", "character"), flat=True))


def _tell_languages(originals: set[int]):
    """Of these characters and all their translations, in which languages they are told now."""
    entries = SearchEntry.objects.annotate(original=Coalesce("translation_of", "character"))
    together = entries.order_by().filter(original=OuterRef("original")).values("original")
    told = together.annotate(all=ArrayAgg("edition__language", order_by="edition__language", distinct=True))
    changed = entries.filter(Q(pk__in=originals) | Q(translation_of__in=originals))
    changed.update(languages=Subquery(told.values("all")))


def keep_missing(limit: int | None = None) -> int:
    """Make the rows of live characters that have none, or an older edition's; how many. May run twice.

    Rows of those who are not live any more go.
    """
    _drop(SearchEntry.objects.filter(character__live_edition=None))
    missing = Character.objects.live().filter(
        Q(search_entry=None) | ~Q(search_entry__edition=F("live_edition"))
    )
    return _keep_by_id(missing.order_by("pk").values_list("live_edition", flat=True)[:limit])


def renew() -> int:
    """Make every row anew; how many."""
    return _keep_by_id(Character.objects.live().order_by("pk").values_list("live_edition", flat=True))


def _keep_by_id(edition_ids) -> int:
    edition_ids = list(edition_ids)
    for start in range(0, len(edition_ids), TOGETHER):
        keep_all(Edition.objects.filter(pk__in=edition_ids[start : start + TOGETHER]).defer("html"))
    return len(edition_ids)


def _entry(edition: Edition, first_live_at) -> SearchEntry:
    content = content_of(edition)
    known_year = next((each for each in (content.born, content.died) if each is not None), NO_YEAR)
    return SearchEntry(
        character_id=edition.character_id,
        edition=edition,
        sort_name=edition.sort_name,
        names=plain_letters(edition.names),
        year=known_year,
        era=edition.era,
        fields=edition.fields,
        land=land_of(content.place),
        translation_of_id=edition.translation_of_id,
        first_live_at=first_live_at,
        title_words=_title_words(content),
        words=_vector(told_in(content), content.language, weight="A")
        + _vector(said_in(content), content.language, weight="B"),
    )


def _title_words(content: CharacterContent):
    names = ", ".join((content.name, *content.also_known_as))
    names = f"{names}, {plain_letters(names)}"
    with override(settings.LANGUAGE_CODE):
        years = [year(each) for each in (content.born, content.died) if each is not None]
    about = [content.tagline, *content.fields]
    heads = [content.place, *years, *(remark.theme for remark in content.remarks)]
    heads += [words for q in content.starter_questions for words in (q.question, q.heading)]
    return (
        SearchVector(Value(names), config=NAMES, weight="A")
        + _vector(" . ".join(about), content.language, weight="B")
        + _vector(" . ".join(heads), content.language, weight="C")
    )


def _vector(text, language, *, weight):
    """In the stems of its language and in English ones too: those know no accents, which few type in a search."""
    configs = dict.fromkeys((config_of(language), ENGLISH))
    text = Value(readable(text, language))
    return reduce(add, (SearchVector(text, config=config, weight=weight) for config in configs))


def told_in(content: CharacterContent) -> str:
    """What the page tells in the third person, as plain text."""
    return plain("\n\n".join((content.biography, *(q.answer for q in content.starter_questions))))


def said_in(content: CharacterContent) -> str:
    """What the character says, as plain text."""
    said = [content.persona, content.greeting, *(q.spoken for q in content.starter_questions)]
    return plain("\n\n".join((*said, *(remark.text for remark in content.remarks))))
