"""Tell whether a message is in English, well enough to say that the editors' words are."""

import re

from engines.normalised import folded

_ENGLISH = re.compile(
    r"\b(the|a|an|and|or|but|is|are|was|were|be|been|do|does|did|have|has|had|you|your|i|me|my|we|us|it|its|he|she|they|"
    r"of|to|in|on|at|by|for|with|about|from|as|not|what|who|when|where|why|how|which|that|this|tell|can|could|would|"
    r"please|there|think|know|like|more|any|some)\b"
)
# The commonest small words of languages in Latin letters, but those that are English words too.
_OTHERS = re.compile(
    r"\b(el|los|las|una|unos|que|por|para|con|como|donde|quien|cual|cuando|fue|era|eres|usted|tu|su|sus|porque|muy|mas|"
    r"fuiste|hiciste|contra|le|les|des|du|une|et|est|sont|vous|votre|vos|pourquoi|comment|qui|quel|quelle|avez|avec|"
    r"dans|sur|pas|etes|tes|ton|ete|fait|etait|contre|der|das|und|ist|sind|sie|ihr|ihre|ihren|wie|warum|wer|wo|wann|"
    r"haben|hast|mit|nicht|ein|eine|einen|wurde|wurden|gegen|il|lo|gli|della|di|che|perche|chi|dove|quando|sei|suo|sua|"
    r"hai|avete|nel|os|um|uma|voce|seu|onde|quem|foi|com|nao|het|een|van|wat|waarom|hoe|wie|jij|je|niet|co|dlaczego|jak|"
    r"kto|gdzie|jest|byl|neden|nasil|kim|nerede|bir|ve)\b"
)


def is_english(message: str) -> bool:
    """False only when the message is clearly in another language."""
    letters = [c for c in message if c.isalpha()]
    if not letters:
        return True
    if sum(not re.match(r"[A-Za-zÀ-ɏ]", c) for c in letters) * 2 > len(letters):
        return False
    words = folded(message)
    return len(_OTHERS.findall(words)) <= len(_ENGLISH.findall(words))
