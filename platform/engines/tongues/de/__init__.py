"""German."""

from engines.tongues.de import phrases
from engines.tongues.de.accounts import ACCOUNTS
from engines.tongues.de.follow_ups import FOLLOW_UPS
from engines.tongues.de.later import LATER
from engines.tongues.de.questions import QUESTIONS
from engines.tongues.de.small_talk import TALK
from engines.tongues.de.words import MATTER, SPELLING, WRITTEN
from engines.tongues.en import ENGLISH
from engines.tongues.tongue import Tongue

GERMAN = Tongue(
    code="de",
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
