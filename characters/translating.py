"""Begin the telling of a character in another language: a draft of its own, which starts from the original's words."""

from dataclasses import replace

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from characters.editions import draft_of, write_draft
from characters.languages import name_of
from characters.models import Character

log = structlog.get_logger(__name__)
SLUG_MAX = Character._meta.get_field("slug").max_length


class CannotTranslate(Exception):
    """There is such a page already, or none can be made; the message says which, in a sentence."""


def _slug(original, language) -> str:
    """The original's with the language behind it, of which nothing is cut off."""
    return f"{original.slug[: SLUG_MAX - len(language) - 1].rstrip('-')}-{language}"


@transaction.atomic
def begin(original: Character, *, language: str, by=None) -> Character:
    """The new draft: dates, questions' anchors, links and portrait as the original's, every text to be written over.

    Nothing is published by it.

    :raises CannotTranslate: where ``original`` is a translation itself, or is told in this language already.
    """
    original = Character.objects.select_for_update(no_key=True).get(pk=original.pk)
    if original.translation_of_id:
        raise CannotTranslate(_("This is a translation itself: begin from its original."))
    content, slug = draft_of(original), _slug(original, language)
    if language == original.language or original.translations.filter(language=language).exists():
        raise CannotTranslate(
            _("%(name)s has a page in %(language)s already.")
            % {"name": original.name, "language": name_of(language)}
        )
    if Character.objects.filter(slug=slug).exists():
        raise CannotTranslate(
            _("Another character has the address “%(slug)s” already: change that one first.") % {"slug": slug}
        )
    told = replace(content, slug=slug, language=language, translation_of=original.slug, card={})
    draft = write_draft(told, by=by)
    log.info("translation begun", character=original.slug, language=language, by=by and by.pk)
    return draft
