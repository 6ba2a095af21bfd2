"""English."""

from engines.tongues.en import phrases
from engines.tongues.en.accounts import ACCOUNTS
from engines.tongues.en.follow_ups import FOLLOW_UPS
from engines.tongues.en.later import LATER
from engines.tongues.en.questions import QUESTIONS
from engines.tongues.en.small_talk import TALK
from engines.tongues.en.words import MATTER, SPELLING, WRITTEN
from engines.tongues.tongue import Tongue

ENGLISH = Tongue(
    code="en",
    phrases=phrases,
    words_are_in=phrases.WORDS_ARE_IN,
    talk=TALK,
    written=WRITTEN,
    spelling=SPELLING,
    follow_ups=FOLLOW_UPS,
    questions=QUESTIONS,
    accounts=ACCOUNTS,
    later=LATER,
    matter=MATTER,
)
