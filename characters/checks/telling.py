"""A translation beside its original: whether it is one, is told in its own words, and tells what is told today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from characters.checks.finding import Finding, blocks, texts_of, warns
from characters.editions import CharacterContent, content_of
from characters.languages import name_of
from characters.models import Character

# So many words are no chance.
SENTENCE = 5


@dataclass(frozen=True)
class Original:
    """What the public reads of an original, ``content`` None while there is nothing; and its draft's language.

    ``revised_at``: when the newest edition took the place of another.
    """

    name: str
    language: str
    is_translation: bool
    content: CharacterContent | None = None
    revised_at: datetime | None = None


def originals_of(contents: Iterable[CharacterContent]) -> dict[str, Original]:
    """By their slugs, in one query; in none where nothing is translated."""
    slugs = {content.translation_of for content in contents} - {""}
    rows = Character.objects.filter(slug__in=slugs).select_related("live_edition") if slugs else ()
    return {row.slug: _original(row) for row in rows}


def _original(row) -> Original:
    live = row.live_edition
    return Original(
        row.name,
        row.language,
        row.translation_of_id is not None,
        live and content_of(live),
        live.published_at if live and live.number > 1 else None,
    )


def translated(pks: Iterable[int]) -> set[int]:
    """Those of these characters of whom there are translations."""
    return set(Character.objects.filter(translation_of__in=pks).values_list("translation_of", flat=True))


def of_translation(
    content: CharacterContent,
    originals: dict[str, Original],
    changed_at: datetime | None,
    *,
    has_translations: bool = False,
) -> Iterator[Finding]:
    if not content.translation_of:
        return
    if has_translations:
        sentence = _("This page has translations, so it cannot be one.")
        yield blocks("translation-translated", sentence, "translation_of")
    original = originals.get(content.translation_of)
    if original is None or original.is_translation:
        sentence = _("“%(slug)s” is no character of whom this can be a translation.")
        yield blocks("translation-of-nobody", sentence % {"slug": content.translation_of}, "translation_of")
    elif original.language == content.language:
        sentence = _("The original is in %(language)s too: choose the language of this page.")
        yield blocks(
            "translation-same-language", sentence % {"language": name_of(content.language)}, "language"
        )
    elif original.content is None:
        sentence = _("%(name)s has no page in its own language: until then no list leads here.")
        yield warns("translation-alone", sentence % {"name": original.name}, "translation_of")
    else:
        yield from _beside(content, original, changed_at)


def _beside(content, original, changed_at):
    theirs = {text.place: text.source.strip() for text in texts_of(original.content)}
    for text in texts_of(content):
        # Books have the same titles in every language, and so may a question of two words.
        if text.place.field == "sources" or len(text.source.split()) < SENTENCE:
            continue
        if text.source.strip() and text.source.strip() == theirs.get(text.place):
            yield text.warns(
                "translation-untold", _("%(text)s still says what the original says, word by word.")
            )
    if changed_at and original.revised_at and original.revised_at > changed_at:
        sentence = _("%(name)s was published again since this was last changed: see what is new there.")
        yield warns("translation-behind", sentence % {"name": original.name}, "translation_of")
