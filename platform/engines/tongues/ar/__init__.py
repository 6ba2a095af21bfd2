"""Arabic."""

from engines.tongues.ar import phrases
from engines.tongues.ar.accounts import ACCOUNTS
from engines.tongues.ar.follow_ups import FOLLOW_UPS
from engines.tongues.ar.later import LATER
from engines.tongues.ar.questions import QUESTIONS
from engines.tongues.ar.small_talk import TALK
from engines.tongues.ar.words import MATTER, SPELLING, WRITTEN
from engines.tongues.en import ENGLISH
from engines.tongues.tongue import Tongue

ARABIC = Tongue(
    code="ar",
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
    beside=ENGLISH,
)
