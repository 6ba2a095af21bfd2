"""How German biographies tell of birth, death and family."""

import re

from engines.fact import Fact
from engines.tongues.tongue import Accounts

_DEATH = re.compile(
    r"\b(starb|stirbt|starben|verstarb|gestorben|verstorben|Tod|Tode|getötet|hingerichtet|ermordet|gehängt|"
    r"erschossen|"
    r"enthauptet|umgebracht|ums Leben|nahm sich das Leben)\b"
)

ACCOUNTS = Accounts(
    tells={
        Fact.BORN: re.compile(r"\b(geboren|geborene|geborener|zur Welt|auf die Welt)\b"),
        Fact.DIED: _DEATH,
        Fact.HOW_DIED: _DEATH,
        Fact.CHILDREN: re.compile(
            r"\b(hatte|hatten|bekam|bekamen|gebar|bekommen|zeugte)\b(?! als\b)[^.;]*\b(Kind|Kinder|Kindern|Sohn|"
            r"Söhne|Tochter|Töchter)\b|"
            r"\bmit (ihrer|seiner|ihrem|seinem) (\w+ )?(Tochter|Töchtern|Sohn|Söhnen)\b|"
            r"\b(blieb|blieben)\b[^.;]*\bkinderlos\b|\bkeine Kinder\b"
        ),
        Fact.SPOUSE: re.compile(
            r"\b(heiratete|heirateten|ehelichte|vermählte|verheiratet mit)\b[^.;]*\b[A-ZÄÖÜ]|\bEhe mit [A-ZÄÖÜ]|"
            r"\b(Ehefrau|Ehemann|Gattin|Gatten?) (?:war |wurde )?[A-ZÄÖÜ]"
        ),
        Fact.LANGUAGES: re.compile(
            r"\b(sprach|spricht|lernte|beherrschte|konnte|kannte|schrieb auf)\b[^.;]*\b(Sprachen?|Griechisch|Latein|"
            r"Französisch|"
            r"Deutsch|Englisch|Italienisch|Russisch|Spanisch|Arabisch|Hebräisch|Polnisch)\b"
        ),
    },
    sentence_end=re.compile(r"(?<=[.!?])[“”’‘«»\"]?\s+(?=[A-ZÄÖÜ„‚»«“\"0-9])"),
    # Days of a month as well: “am 14. März 1883”.
    abbreviated=re.compile(
        r"\b([A-Z]|\d{1,2}|c|ca|v|n|z|d|h|u|a|o|St|Hl|hl|Dr|Prof|Hr|Fr|Nr|Bd|Jh|Jhd|geb|gest|bzw|evtl|etwa|sog|usw|"
        r"vgl|Chr(?=\.$))\.$"
    ),
    # “Emmas Schwester”, “Marx’ Haus”.
    ending=re.compile(r"(?<=\w\w)[’']?s\b|[’'](?=\s|$)"),
    own_question=re.compile(
        r"(ja|nein|weder|beides|beide|nie|niemals|weil|kaum|gewiss|sicher|natürlich|selbstverständlich|zum teil|"
        r"teils|nicht|"
        r"keiner|keine|niemand|einmal|zweimal|doch|durchaus|keineswegs)\b",
        re.IGNORECASE,
    ),
)
