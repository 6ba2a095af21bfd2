"""What a user says of a reply they were given: a rating, which stays theirs, and a report, which editors read."""

from django.db import IntegrityError, connection, transaction

from chat.models import RUNNING, Conversation, Message, Rating, Report
from engines.text import clean

# So many different users must have rated a character's replies before anybody at the desk sees how.
FEWEST_RATERS = 3


class NothingToJudge(Exception):
    """The reply is unfinished, or came without a word."""


class NoSuchReason(Exception):
    """The reason is none of those that one can choose from, or none was chosen where one is needed."""


class RemarkTooLong(Exception):
    """The remark is longer than ``most`` characters."""

    def __init__(self, most: int):
        super().__init__()
        self.most = most


class AlreadyReported(Exception):
    """The reply is reported: once is enough."""


class AlreadyResolved(Exception):
    """Editors have looked at the report and closed it."""


def reply_of(user, reply_id: int) -> Message:
    """The reply with what its page shows: the message before it, its rating and its report. Trials have none of it.

    :raises Message.DoesNotExist: for a stranger, and for what is no reply.
    """
    own = Conversation.objects.of(user).real()
    rows = Message.objects.select_related(
        "answers", "generation__edition", "conversation", "rating", "report"
    ).defer("generation__edition__content", "generation__edition__html")
    return rows.get(pk=reply_id, role=Message.Role.CHARACTER, conversation__in=own)


def _judged(user, reply_id) -> Message:
    """The reply, in a conversation that is locked: whoever clears it waits until the verdict is kept."""
    reply = reply_of(user, reply_id)
    own = Conversation.objects.of(user).real().select_for_update(no_key=True)
    if not own.filter(pk=reply.conversation_id):
        raise Message.DoesNotExist
    if reply.generation.state in RUNNING or not reply.text:
        raise NothingToJudge
    return reply


@transaction.atomic
def rate(*, user, reply_id: int, is_good: bool, reason: str = "", remark: str = "") -> Rating:
    """The user's rating of this reply, in place of an earlier one. A good one has no reason.

    :raises NothingToJudge, NoSuchReason, RemarkTooLong: and then an earlier rating stays.
    :raises Message.DoesNotExist:
    """
    reply = _judged(user, reply_id)
    if is_good:
        reason = remark = ""
    if reason and reason not in Rating.Reason.values:
        raise NoSuchReason
    said = {"is_good": is_good, "reason": reason, "remark": _remark(remark, Rating)}
    return Rating.objects.update_or_create(reply=reply, defaults=said)[0]


def unrate(*, user, reply_id: int):
    """No rating stands from now on. :raises Message.DoesNotExist:"""
    Rating.objects.filter(reply=reply_of(user, reply_id)).delete()


@transaction.atomic
def report(*, user, reply_id: int, reason: str, remark: str = "") -> Report:
    """Ask the editors to look at a reply: they may read it and the message before it from now on.

    :raises NothingToJudge, NoSuchReason, RemarkTooLong, AlreadyReported: and then nothing is sent.
    :raises Message.DoesNotExist:
    """
    reply = _judged(user, reply_id)
    if reason not in Report.Reason.values:
        raise NoSuchReason
    remark = _remark(remark, Report)
    try:
        with transaction.atomic():
            return Report.objects.create(reply=reply, reason=reason, remark=remark)
    except IntegrityError:
        raise AlreadyReported from None


def withdraw_report(*, user, reply_id: int):
    """The editors cannot read the reply any more. Withdrawing what is not reported changes nothing.

    :raises AlreadyResolved: of a report that editors have closed; it stays.
    :raises Message.DoesNotExist:
    """
    reply = reply_of(user, reply_id)
    Report.objects.filter(reply=reply, resolved_at=None).delete()
    if Report.objects.filter(reply=reply).exists():
        raise AlreadyResolved


def _remark(text: str, model) -> str:
    text, most = clean(text).strip(), model._meta.get_field("remark").max_length
    if len(text) > most:
        raise RemarkTooLong(most)
    return text


# --- What the desk is told: numbers, and never a word ---

RATED = """
SELECT character.id, character.name, count(*) FILTER (WHERE rating.is_good) AS num_good,
    count(*) FILTER (WHERE NOT rating.is_good) AS num_bad, count(DISTINCT talk.user_id) AS num_users,
    {reasons}
FROM chat_rating AS rating
JOIN chat_message AS reply ON reply.id = rating.reply_id
JOIN chat_conversation AS talk ON talk.id = reply.conversation_id
JOIN characters_character AS character ON character.id = talk.character_id
WHERE talk.deleted_at IS NULL AND NOT talk.is_trial
GROUP BY character.id HAVING count(DISTINCT talk.user_id) >= %(fewest)s
ORDER BY num_bad DESC, num_good DESC, character.id LIMIT %(limit)s
"""


def counted(*, limit: int) -> list[dict]:
    """Of characters that FEWEST_RATERS users have rated, those with the most bad ratings first.

    Each as ``{"pk", "name", "num_good", "num_bad", "num_users", "reasons": [number, …]}``, with the numbers in the
    order of ``Rating.Reason``.
    """
    reasons = ", ".join(
        f"count(*) FILTER (WHERE NOT rating.is_good AND rating.reason = '{reason}')"
        for reason in Rating.Reason.values
    )
    with connection.cursor() as cursor:
        cursor.execute(RATED.format(reasons=reasons), {"fewest": FEWEST_RATERS, "limit": limit})
        return [
            {
                "pk": pk, "name": name, "num_good": num_good, "num_bad": num_bad, "num_users": num_users,
                "reasons": numbers,
            }
            for pk, name, num_good, num_bad, num_users, *numbers in cursor.fetchall()
        ]  # fmt: skip
