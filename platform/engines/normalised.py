"""Bring what a visitor typed to a plain form that patterns can read."""

import re
import unicodedata

TITLES = {
    "mr", "mrs", "ms", "miss", "mister", "sir", "madam", "madame", "maam", "monsieur", "señor", "senor", "dr", "doctor",
    "professor", "prof", "comrade", "dear", "queen", "king", "emperor", "empress", "general", "admiral", "master",
    "lady", "lord", "saint", "president",
}  # fmt: skip
# “Your majesty”, “my lord”, said to somebody.
_HONOURED = re.compile(
    r"\b((your|ur) (\w+ )?(majesty|majesties|highness|excellency|eminence|holiness|honou?r|grace|ladyship|lordship)|"
    r"my (lord|lady|liege|king|queen|emperor)|o (great|mighty|wise) (king|queen|one|emperor|pharaoh|master))\b"
)
# Small words of names ("Leonardo da Vinci", "Juana Inés de la Cruz") stand in too many other sentences.
PARTICLES = {
    "the",
    "of",
    "da",
    "de",
    "la",
    "le",
    "di",
    "del",
    "van",
    "von",
    "ibn",
    "al",
    "bin",
    "and",
    "el",
    "sor",
}

SHORT = {
    "u": "you", "ur": "your", "r": "are", "y": "why", "wut": "what", "wat": "what", "wot": "what", "bc": "because",
    "cuz": "because", "cos": "because", "coz": "because", "pls": "please", "plz": "please", "ppl": "people",
    "abt": "about", "fav": "favourite", "fave": "favourite", "wanna": "want to", "gonna": "going to", "thru": "through",
    "luv": "love", "hubby": "husband", 
    "gov": "government", "govt": "government",
    "yr": "year", "yrs": "years", "b4": "before", "ww1": "First World War", "wwi": "First World War",
    "ww2": "Second World War", "wwii": "Second World War",
}  # fmt: skip
_SHORT_WORD = re.compile(rf"\b({'|'.join(SHORT)})\b", re.IGNORECASE)


# What of a long message is read to find what it asks: its beginning and its end.
MAX_READ = 1_500


def gist(message: str) -> str:
    """A message, or of a very long one the beginning and the end."""
    if len(message) <= MAX_READ:
        return message
    return f"{message[: MAX_READ // 2]} {message[-MAX_READ // 2 :]}"


def folded(text: str) -> str:
    """Lower case, without accents or apostrophes, every other sign a space: “Who’re you?” is “whore you”."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = re.sub(r"[’'`´ʼ]", "", plain.casefold())
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def name_words(name: str) -> set[str]:
    """The words by which a character is addressed."""
    return {word for word in folded(name).split() if word not in PARTICLES and len(word) > 1}


def unaddressed(words: str, name: str) -> str:
    """Folded words without the name, a short form of it (“Cleo”) and the titles that people are addressed by."""
    names = name_words(name)
    words = _HONOURED.sub(" ", words)
    return " ".join(word for word in words.split() if word not in TITLES and not _is_name(word, names))


def _is_name(word: str, names: set[str]) -> bool:
    return word in names or len(word) >= 4 and any(name.startswith(word) for name in names)


def spelled_out(text: str) -> str:
    """“wut did u do” as “what did you do”: the encoder and the dictionary know whole words only."""
    return _SHORT_WORD.sub(lambda match: SHORT[match.group().lower()], text)


def parts(message: str) -> list[str]:
    """The clauses of a message, as its punctuation parts them."""
    return [part for part in re.split(r"[.!?;,:\n…¿¡。！？，、—]+|\s-+\s", message) if folded(part)]
