"""How often each character is talked to, for who sorts the catalog by it."""

from django.db.models import Count
from django.db.models.functions import Coalesce

from characters.search import talked_to
from chat.models import Conversation


def count():
    """Tell the catalog how many conversations there are with each character in any language, without trials."""
    whom = Coalesce("character__translation_of", "character")
    real = Conversation.objects.real().order_by().annotate(whom=whom)
    talked_to.keep(dict(real.values_list("whom").annotate(Count("id"))))
