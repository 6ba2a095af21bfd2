"""Merge a character into another: its page is withdrawn, and whoever comes to its addresses is led to the other's."""

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from characters import addresses, publishing
from characters.models import Character, Redirect

log = structlog.get_logger(__name__)


class CannotMerge(Exception):
    """The two cannot be merged; the message says why, in a sentence for the editor."""


def check(character: Character, into: Character):
    """:raises CannotMerge: unless the other is live and another, and this one was ever published."""
    if character.pk == into.pk:
        raise CannotMerge(_("A character cannot be merged into itself. Choose another."))
    if not addresses.past(character):
        said = _("%(name)s was never published, so that no address leads to it.")
        raise CannotMerge(said % {"name": character.name})
    if into.live_edition_id is None:
        said = _("%(name)s has no live page. Choose a character whose page the public sees.")
        raise CannotMerge(said % {"name": into.name})


@transaction.atomic
def merge(character: Character, *, into: Character, by=None) -> list[str]:
    """Withdraw the page, if it is live, and lead all its addresses to the other's page; these addresses.

    What led to this character leads on to the other as well, so that nobody is sent twice. Editions and conversations
    stay; publishing the character again undoes the merge for the addresses that it had itself.

    :raises CannotMerge: as ``check`` does.
    """
    # In the order of their ids, so that two who merge at once wait for each other.
    locked = {
        row.pk: row
        for row in Character.objects.select_for_update().filter(pk__in=[character.pk, into.pk]).order_by("pk")
    }
    character, into = locked[character.pk], locked[into.pk]
    check(character, into)
    slugs = addresses.past(character)
    if character.live_edition_id:
        publishing.withdraw(character, by=by)
    Redirect.objects.filter(character=character).update(character=into)
    # One that the other had before is its own now.
    Redirect.objects.filter(slug=into.live_slug).delete()
    addresses.lead(slugs, to=into)
    log.info("character merged", character=character.slug, into=into.slug, by=by and by.pk)
    return slugs
