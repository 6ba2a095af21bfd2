"""What the browser says while a character's form is open in it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from desk.editing import openings
from desk.pages import character_or_404, desk_page


@desk_page("characters.change_character")
@require_POST
def sign(request, pk):
    """It is still open; who else has it."""
    character = character_or_404(pk)
    return render(
        request, "desk/_openings.html", {"character": character, "others": openings.sign(pk, request.user)}
    )


@desk_page("characters.change_character")
@require_POST
def leave(request, pk):
    """It is closed."""
    openings.leave(pk, request.user)
    return HttpResponse(status=204)
