"""Clear conversations for good: those whose users said so, and those that were deleted some days ago."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat.models import Conversation, Generation

# So many ids are read at once.
AT_ONCE = 500


def clear_deleted() -> int:
    """What was deleted longer ago than its users can bring it back is gone afterwards; how many went."""
    before = timezone.now() - dt.timedelta(days=settings.CONVERSATIONS_KEPT_DELETED_DAYS)
    due = Conversation.objects.filter(deleted_at__lt=before).order_by("deleted_at")
    num = 0
    while ids := list(due.values_list("pk", flat=True)[:AT_ONCE]):
        num += sum(clear(pk) for pk in ids)
    return num


@transaction.atomic
def clear(conversation_id: int) -> bool:
    """One deleted conversation is gone, whatever is being written in it; False when it is brought back meanwhile."""
    # Whoever writes its reply waits here, and then finds no row. In the order in which the end of a reply locks.
    list(Generation.objects.filter(conversation=conversation_id).select_for_update().values_list("pk"))
    deleted = Conversation.objects.select_for_update().filter(pk=conversation_id, deleted_at__isnull=False)
    for conversation in deleted:
        conversation.delete()
        return True
    # Gone by another hand is as good.
    return not Conversation.objects.filter(pk=conversation_id).exists()
