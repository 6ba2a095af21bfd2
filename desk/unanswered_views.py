"""The questions that visitors ask one character and its page does not answer."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chat.grounded import unanswered as questions
from desk.pages import character_or_404, character_page, desk_page

MOST = 200


@desk_page()
@require_safe
def unanswered(request, pk):
    character = character_or_404(pk)
    context = {
        "rows": questions.asked_by_several(limit=MOST, character=character),
        "fewest": questions.FEWEST_USERS,
        "days": questions.DAYS,
    }
    return character_page(
        request,
        character,
        "desk/unanswered.html",
        context,
        here="unanswered",
        title=_("Unanswered by %(name)s") % {"name": character.name},
    )
