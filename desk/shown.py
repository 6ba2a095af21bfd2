"""How the admin's lists and forms show what many of them show: a moment, a status, nothing at all."""

from django.utils.safestring import mark_safe

from characters.fields import field_name
from characters.models import FIELDS, Character
from web import dates

Status = Character.Status
# On a phone, where each row is a small table, what says nothing is left out.
NOTHING = mark_safe('<span class="list-nothing">–</span>')


def minute(moment) -> str:
    """As “4 May 2026, 14:05”, with no line break in it."""
    return dates.short_moment(moment).replace(" ", "\N{NO-BREAK SPACE}")


def fields_to_choose() -> list[tuple[str, str]]:
    """The fields of work with their names, in the order of the reader's alphabet."""
    return sorted(((field, field_name(field)) for field in FIELDS), key=lambda row: row[1].casefold())


def status_of(character) -> Status:
    """As ``character.status``, from what the list's one query has brought."""
    if character.live_edition_id:
        return Status.PUBLISHED
    if character.submitted_at:
        return Status.IN_REVIEW
    return Status.WITHDRAWN if character.was_published else Status.DRAFT


class ReadOnly:
    """Nothing to add, change or delete here."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
