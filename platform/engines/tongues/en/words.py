"""English words by which a text is known, a character addressed and a question read."""

import re

from engines.tongues.tongue import Matter, Spelling, Written

WRITTEN = Written(
    letters=re.compile(r"[A-Za-zÀ-ɏ]"),
    own=re.compile(
        r"\b(the|a|an|and|or|but|is|are|was|were|be|been|do|does|did|have|has|had|you|your|i|me|my|we|us|it|its|he|she|they|"
        r"of|to|in|on|at|by|for|with|about|from|as|not|what|who|when|where|why|how|which|that|this|tell|can|could|would|"
        r"please|there|think|know|like|more|any|some)\b"
    ),
    # The commonest small words of languages in Latin letters, but those that are English words too.
    others=re.compile(
        r"\b(el|los|las|una|unos|que|por|para|con|como|donde|quien|cual|cuando|fue|era|eres|usted|tu|su|sus|porque|muy|mas|"
        r"fuiste|hiciste|contra|le|les|des|du|une|et|est|sont|vous|votre|vos|pourquoi|comment|qui|quel|quelle|avez|avec|"
        r"dans|sur|pas|etes|tes|ton|ete|fait|etait|contre|der|das|und|ist|sind|sie|ihr|ihre|ihren|wie|warum|wer|wo|wann|"
        r"haben|hast|mit|nicht|ein|eine|einen|wurde|wurden|gegen|il|lo|gli|della|di|che|perche|chi|dove|quando|sei|suo|sua|"
        r"hai|avete|nel|os|um|uma|voce|seu|onde|quem|foi|com|nao|het|een|van|wat|waarom|hoe|wie|jij|je|niet|co|dlaczego|jak|"
        r"kto|gdzie|jest|byl|neden|nasil|kim|nerede|bir|ve)\b"
    ),
)

TITLES = frozenset((
    "mr", "mrs", "ms", "miss", "mister", "sir", "madam", "madame", "maam", "monsieur", "señor", "senor", "dr", "doctor",
    "professor", "prof", "comrade", "dear", "queen", "king", "emperor", "empress", "general", "admiral", "master",
    "lady", "lord", "saint", "president",
))  # fmt: skip
# “Your majesty”, “my lord”, said to somebody.
HONOURS = re.compile(
    r"\b((your|ur) (\w+ )?(majesty|majesties|highness|excellency|eminence|holiness|honou?r|grace|ladyship|lordship)|"
    r"my (lord|lady|liege|king|queen|emperor)|o (great|mighty|wise) (king|queen|one|emperor|pharaoh|master))\b"
)
SHORT = {
    "u": "you", "ur": "your", "r": "are", "y": "why", "wut": "what", "wat": "what", "wot": "what", "bc": "because",
    "cuz": "because", "cos": "because", "coz": "because", "pls": "please", "plz": "please", "ppl": "people",
    "abt": "about", "fav": "favourite", "fave": "favourite", "wanna": "want to", "gonna": "going to", "thru": "through",
    "luv": "love", "hubby": "husband",
    "gov": "government", "govt": "government",
    "yr": "year", "yrs": "years", "b4": "before", "ww1": "First World War", "wwi": "First World War",
    "ww2": "Second World War", "wwii": "Second World War",
}  # fmt: skip
BABBLE = frozenset((
    "bla", "blah", "blabla", "lorem", "ipsum", "foo", "bar", "baz", "xyz", "abc", "abcd", "huh", "what", "eh", "um",
    "uh",
))  # fmt: skip
SPELLING = Spelling(
    titles=TITLES,
    honours=HONOURS,
    short=SHORT,
    babble=BABBLE,
    quotes=str.maketrans({"“": "‘", "”": "’", '"': "'"}),
)

MATTER = Matter(
    wrapping=frozenset((
        "hello", "hi", "pleas", "thank", "tell", "say", "know", "think", "mr", "realli", "like", "go", "get", "would",
        "could", "much", "mani", "ever", "one", "way", "u", "ur", "thing", "make", "made", "do", "did",
    )),
    measure=re.compile(r"\bhow (many|much|high|long|far|big|old|tall|fast|deep|heavy|large)\b"),
    themes={
        word: theme
        for theme in ("childhood", "work", "teach", "opponent", "regret", "daily", "age")
        for word in (theme, f"{theme}s")
    },
    asks=re.compile(
        r"(what|who|whom|whose|when|where|why|how|which|did|do|does|were|was|are|is|am|have|has|had|can|could|would|will|"
        r"should|shall|may|might|tell me|explain|describe)\b"
    ),
    oneself=re.compile(r"\b(i|im|ive|my|me|mine|myself|we|our|us)\b"),
    tell_me=re.compile(r"tell me"),
)  # fmt: skip
