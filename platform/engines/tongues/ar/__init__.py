"""Arabic."""

from engines.tongues.ar import phrases
from engines.tongues.ar.accounts import ACCOUNTS
from engines.tongues.ar.follow_ups import FOLLOW_UPS
from engines.tongues.ar.later import LATER
from engines.tongues.ar.questions import QUESTIONS
from engines.tongues.ar.small_talk import TABLE
from engines.tongues.ar.spelling import joined, spelled
from engines.tongues.ar.words import MATTER, SPELLING, WRITTEN
from engines.tongues.en import ENGLISH
from engines.tongues.tongue import Tongue, any_of

ARABIC = Tongue(
    code="ar",
    phrases=phrases,
    words_are_in=phrases.ARABIC_ONLY,
    talk={talk: any_of(spelled(joined(each)) for each in patterns) for talk, patterns in TABLE.items()},
    written=WRITTEN,
    spelling=SPELLING,
    follow_ups=FOLLOW_UPS,
    questions=QUESTIONS,
    accounts=ACCOUNTS,
    later=LATER,
    matter=MATTER,
    beside=ENGLISH,
)
