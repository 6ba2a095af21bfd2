"""Atom feeds of who is new in the catalog, and of pages that were revised."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from characters.models import Edition
from characters.responses import when_changed

NUM_ENTRIES = 30
COLUMNS = ("id", "number", "slug", "name", "tagline", "published_at", "made_at", "character_id")


def first_editions() -> QuerySet[Edition]:
    """Of live characters the editions with which they came into the catalog, the newest first."""
    found = _originals().filter(~_has_earlier(), character__live_edition__isnull=False)
    return found.annotate(live_slug=F("character__live_slug")).order_by("-published_at", "-id").only(*COLUMNS)


def revised_editions() -> QuerySet[Edition]:
    """Live editions that took the place of others, the newest first."""
    found = _originals().filter(_has_earlier(), live_for__isnull=False)
    return found.annotate(live_slug=F("slug")).order_by("-published_at", "-id").only(*COLUMNS)


def _originals() -> QuerySet[Edition]:
    """A translation is no news of its own."""
    return Edition.objects.public().filter(translation_of=None)


def _has_earlier() -> Exists:
    own = Edition.objects.public().filter(character=OuterRef("character"))
    return Exists(own.filter(published_at__lt=OuterRef("published_at")))


class _Characters(Feed):
    """What both feeds share. Every address is whole, with the site's own name, whichever name it is asked by."""

    feed_type = Atom1Feed
    author_name = settings.SITE_NAME
    language = "en"

    def link(self) -> str:
        return settings.SITE_URL + reverse("characters:catalog")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse(self.own_address)

    feed_guid = feed_url

    def item_title(self, edition):
        return edition.name

    def item_description(self, edition):
        return edition.tagline

    def item_link(self, edition):
        return settings.SITE_URL + reverse("characters:detail", args=[edition.live_slug])

    def item_guid(self, edition):
        """The edition's lasting address: an entry stands for an edition."""
        return settings.SITE_URL + reverse("characters:edition", args=[edition.live_slug, edition.number])

    def item_pubdate(self, edition) -> datetime:
        return edition.published_at

    item_updateddate = item_pubdate


class NewCharacters(_Characters):
    own_address = "characters:feed_new"

    def title(self) -> str:
        return _("New characters") + f" · {settings.SITE_NAME}"

    def subtitle(self) -> str:
        return _("Who has come into the catalog, the newest first.")

    def items(self):
        return first_editions()[:NUM_ENTRIES]


class RevisedCharacters(_Characters):
    own_address = "characters:feed_revised"

    def title(self) -> str:
        return _("Revised characters") + f" · {settings.SITE_NAME}"

    def subtitle(self) -> str:
        return _("Pages of which the editors have published a new edition, the newest first.")

    def items(self):
        return revised_editions()[:NUM_ENTRIES]


new = require_safe(when_changed(NewCharacters()))
revised = require_safe(when_changed(RevisedCharacters()))
