"""What every page of the desk shares: who may come in, the admin's frame around it, and the pages of one character."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from characters.models import Character
from desk.auditing import audit
from desk.models import with_num_notes
from desk.shown import status_of


def desk_page(permission: str = "characters.view_character"):
    """A view for those who may; visitors are sent to sign in, other users are refused."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return never_cache(admin.site.admin_view(guarded))

    return decorate


def page(request, template: str, context: dict | None = None, *, title: str = "", status: int = 200):
    """A page inside the admin's frame. Its template extends desk/page.html or desk/character_page.html."""
    context = {**admin.site.each_context(request), "title": title, **(context or {})}
    return render(request, template, context, status=status)


def character_page(
    request, character: Character, template: str, context: dict | None = None, *, here: str, title=""
):
    """One of the pages of a character; ``here`` is its name in the row of links above it."""
    if request.method == "GET":
        audit.looked_at(request.user, character, here)
    context = {
        "character": character,
        "status": status_of(character),
        "here": here,
        "may_publish": request.user.has_perm("characters.publish_character"),
        **(context or {}),
    }
    return page(request, template, context, title=title or character.name)


def character_or_404(pk: int) -> Character:
    """With what ``status_of``, the links above its pages and the live page's address need."""
    return get_object_or_404(with_num_notes(Character.objects.with_status()), pk=pk)
