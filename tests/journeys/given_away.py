"""What a reader of the journeys' site has shared, rated and reported, so that those pages have something to show."""

from django.conf import settings
from django.urls import reverse

from characters.models import Character
from chat import verdicts
from chat.models import Citation
from chat.sharing import shares
from tests.chat.factories import conversation, taken_turn
from tests.factories import UserFactory

SAID = (
    (
        "How did you find two new elements in a shed?",
        "By weighing, and by not stopping. We had **tons of pitchblende**, and each day I stirred a boiling mass with "
        "an iron rod nearly as big as myself [1].\n\n- First came *polonium*,\n- then, after four years, radium [2].",
    ),
    ("And who paid for it?", "We did, for the most part [2]."),
)
TITLE = SAID[0][0]


def give_away(reader) -> dict:
    """The addresses: of a shared conversation, of what its user sees, and of a report at the desk."""
    curie = Character.objects.get(slug="marie-curie")
    talk = conversation(reader, character=curie, text=TITLE)
    passages = list(curie.live_edition.passages.order_by("position")[:2])
    for asked, written in SAID:
        turn = taken_turn(
            reader, into=talk, text=asked, state="COMPLETE", attempt=1, text_attempt=1, written=written,
            engine="openai_compatible", model_name="qwen3-8b", ending="stop",
        )  # fmt: skip
        Citation.objects.bulk_create(
            Citation(generation=turn, number=number, passage=passage)
            for number, passage in enumerate(passages, 1)
        )
    verdicts.rate(user=reader, reply_id=turn.reply_id, is_good=False, reason="UNANSWERED", remark="By whom?")
    report = verdicts.report(
        user=reader, reply_id=turn.reply_id, reason="INVENTED", remark="The source says nothing of money."
    )
    _rate_a_little(curie)
    reply = turn.reply_id
    return {
        "given": talk.get_absolute_url(),
        "shared_talk": shares.address(shares.share(user=reader, conversation_id=talk.pk)).removeprefix(
            settings.SITE_URL
        ),
        "rating": reverse("chat:rating", args=[reply]),
        "reported": reverse("chat:report", args=[reply]),
        "to_report": reverse("chat:report", args=[talk.messages.filter(role="CHARACTER").first().pk]),
        "report": reverse("desk:report", args=[report.pk]),
    }


def _rate_a_little(character):
    """Three people, so that numbers are shown."""
    for is_good in (True, True, False):
        person = UserFactory(password=None)
        turn = taken_turn(
            person, into=conversation(person, character=character), state="COMPLETE", written="Good day."
        )
        verdicts.rate(user=person, reply_id=turn.reply_id, is_good=is_good, reason="" if is_good else "DULL")
