"""The questions that visitors ask one character and its page does not answer."""

from django.core.paginator import Paginator
from django.views.decorators.http import require_safe

from chat import unanswered as questions
from desk.pages import character_or_404, character_page, desk_page

PER_PAGE = 50


@desk_page()
@require_safe
def unanswered(request, pk):
    character = character_or_404(pk)
    rows = questions.asked_by_several().filter(conversation__character=character)
    context = {
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "fewest": questions.FEWEST_USERS,
        "days": questions.DAYS,
    }
    return character_page(
        request,
        character,
        "desk/unanswered.html",
        context,
        here="unanswered",
        title=f"{character.name}: unanswered questions",
    )
