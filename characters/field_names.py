"""What the fields of a draft, and of what belongs to it, are called where a change to one is told."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# By their names in code. In English they are those names with blanks.
NAMES = {
    "about": _("about"),
    "also_known_as": _("also known as"),
    "anchor": _("anchor"),
    "answer": _("answer"),
    "assigned_to": _("assigned to"),
    "biography": _("biography"),
    "born": _("born"),
    "born_circa": _("born circa"),
    "card": _("card"),
    "character": _("character"),
    "checked_at": _("checked at"),
    "died": _("died"),
    "died_circa": _("died circa"),
    "due_at": _("due at"),
    "edition": _("edition"),
    "engine": _("engine"),
    "example_dialogue": _("example dialogue"),
    "expires_at": _("expires at"),
    "failure": _("failure"),
    "fields": _("fields"),
    "greeting": _("greeting"),
    "groups": _("groups"),
    "heading": _("heading"),
    "intro": _("intro"),
    "is_active": _("is active"),
    "is_picks": _("is picks"),
    "is_published": _("is published"),
    "is_staff": _("is staff"),
    "is_superuser": _("is superuser"),
    "kind": _("kind"),
    "language": _("language"),
    "line": _("line"),
    "live edition": _("live edition"),
    "name": _("name"),
    "permissions": _("permissions"),
    "persona": _("persona"),
    "place": _("place"),
    "portrait": _("portrait"),
    "portrait_alt": _("portrait alt"),
    "portrait_credit": _("portrait credit"),
    "portrait_crop": _("portrait crop"),
    "portrait_focus": _("portrait focus"),
    "portrait_licence": _("portrait licence"),
    "position": _("position"),
    "question": _("question"),
    "reason": _("reason"),
    "remarks": _("remarks"),
    "report": _("report"),
    "resolved_at": _("resolved at"),
    "similar": _("similar"),
    "slug": _("slug"),
    "sort_name": _("sort name"),
    "sources": _("sources"),
    "spoken": _("spoken"),
    "starter_questions": _("starter questions"),
    "state": _("state"),
    "tagline": _("tagline"),
    "tags": _("tags"),
    "text": _("text"),
    "theme": _("theme"),
    "title": _("title"),
    "translation_of": _("translation of"),
    "user_permissions": _("user permissions"),
}


def name_of(field: str) -> str:
    """In the reader's language, as it stands in a line."""
    return str(NAMES.get(field, field.replace("_", " ")))


def heading_of(field: str) -> str:
    """The same where a line begins with it."""
    return capfirst(name_of(field))
