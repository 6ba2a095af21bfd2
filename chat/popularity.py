"""How often each character is talked to, for who sorts the catalog by it."""

from django.db.models import Count

from characters.search import talked_to
from chat.models import Conversation


def count():
    """Tell the catalog how many conversations there are with each character, without trials."""
    talked_to.keep(
        dict(Conversation.objects.real().order_by().values_list("character").annotate(Count("id")))
    )
