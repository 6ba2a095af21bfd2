"""How Arabic biographies tell of birth, death and family. Signs of vowels may stand in any word, or in none."""

import re

from engines.fact import Fact
from engines.tongues.tongue import Accounts

# Signs of vowels, which editors write where a word might be misread.
_VOWELS = "[\u064b-\u0652]*"


def _written(*words: str) -> re.Pattern[str]:
    """Any of these words as a whole, alone or after “and”, whatever signs of vowels it has."""
    spelled = "|".join(rf"{_VOWELS}\s+".join(map(_VOWELS.join, word.split())) for word in words)
    return re.compile(rf"(?<!\w)(?:و|ف)?{_VOWELS}(?:{spelled}){_VOWELS}(?!\w)")


_DEATH = _written(
    "توفي", "توفيت", "توفى", "مات", "ماتت", "وفاته", "وفاتها", "قتل", "قتلت", "أعدم", "أعدمت", "اغتيل", "اغتيلت",
    "استشهد",
    "شنق", "موته", "موتها", "فارق الحياة", "فارقت الحياة", "انتحر", "انتحرت",
    # Without the world, they only went somewhere.
    "رحل عن الدنيا", "رحلت عن الدنيا", "رحل عن عالمنا", "رحلت عن عالمنا", "رحل عن الحياة", "رحلت عن الحياة",
)  # fmt: skip

ACCOUNTS = Accounts(
    tells={
        Fact.BORN: _written("ولد", "ولدت", "مولده", "مولدها", "ميلاده", "ميلادها", "رأى النور", "رأت النور"),
        Fact.DIED: _DEATH,
        Fact.HOW_DIED: _DEATH,
        Fact.CHILDREN: _written(
            "أنجب", "أنجبت", "رزق", "رزقت", "أبناؤه", "أبناؤها", "أبنائه", "أبنائها", "أولاده", "أولادها", "ابنه",
            "ابنها",
            "ابنته", "ابنتها", "ابنتيها", "ابنتاها", "لم ينجب", "لم تنجب",
        ),
        Fact.SPOUSE: _written("تزوج", "تزوجت", "زوجته", "زوجها", "زواجه", "زواجها"),
        Fact.LANGUAGES: _written("يتكلم", "تتكلم", "تكلم", "أتقن", "أتقنت", "يتقن", "أجاد", "أجادت", "لغات", "اللغات"),
    },
    sentence_end=re.compile(r"(?<=[.!?؟])[»”\"]?\s+"),
    # “د. فلان”, “ق. م.”
    abbreviated=re.compile(r"(?<!\w)(د|أ|ق|م\. ?ق|ت|ص|ج)\.$"),
    # What is written in one word with a name: “and”, “to”, “with”.
    ending=re.compile(r"(?<!\w)[وفبلك](?=\w{3})"),
    own_question=re.compile(
        r"(نعم|لا|أجل|كلا|بلى|أبدا|أبدًا|لأن|لأنني|لأنّني|بالطبع|طبعا|طبعًا|بالتأكيد|ليس|لست|لستُ|لم|لن|لا أحد|مرة|"
        r"مرّة|مرتين|مرّتين|جزئيا)"
        r"(?!\w)"
    ),
)  # fmt: skip
