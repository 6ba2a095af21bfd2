"""German words by which a text is known, a character addressed and a question read."""

import re

from engines.tongues.de.spelling import read_as, words
from engines.tongues.tongue import Matter, Spelling, Written

WRITTEN = Written(
    letters=re.compile(r"[A-Za-zÀ-ɏẞ]"),
    # Without what is English as well, folded: “am”, “die”, “im” for “I'm”, “so”, “war”, “was”.
    own=read_as(
        r"\b(der|das|den|dem|des|ein|eine|einen|einem|einer|und|oder|aber|"
        r"ist|sind|waren|warst|bist|bin|sein|wird|wurde|wurden|haben|hat|hast|hatte|hatten|"
        r"ich|du|sie|er|es|wir|ihr|ihre|ihren|ihnen|dein|deine|mich|mir|dich|dir|sich|nicht|kein|keine|"
        r"auf|mit|von|zu|zum|zur|für|über|bei|aus|nach|gegen|als|"
        r"wie|wer|wen|wem|wann|wo|warum|wieso|welche|welcher|welches|dass|wenn|auch|noch|mehr|etwas|"
        r"können|kannst|kann|würden|möchte|bitte|denken|denkst|halten|hältst|mögen|da|vom)\b"
    ),
    # The commonest small words of languages in Latin letters, but those that are German words too.
    others=re.compile(
        r"\b(the|and|or|but|is|are|were|been|do|does|did|have|has|had|you|your|i|my|we|our|it|its|he|she|they|"
        r"of|to|on|at|by|for|with|about|from|what|who|when|where|why|how|which|that|this|"
        r"tell|can|could|would|please|there|think|know|like|more|"
        r"el|una|unos|que|por|para|con|como|donde|quien|cual|cuando|fue|era|eres|usted|su|sus|porque|muy|mas|"
        r"fuiste|hiciste|contra|"
        r"le|les|une|et|est|sont|vous|votre|vos|pourquoi|comment|qui|quel|quelle|avez|avec|dans|sur|pas|etes|tes|"
        r"ete|fait|etait|contre|"
        r"il|lo|gli|della|di|che|perche|chi|dove|quando|suo|sua|avete|nel|"
        r"os|uma|voce|seu|onde|quem|foi|com|nao|"
        r"het|een|van|wat|waarom|hoe|jij|je|niet|"
        r"co|dlaczego|jak|kto|gdzie|jest|byl|neden|nasil|kim|nerede|bir|ve)\b"
    ),
)

SPELLING = Spelling(
    titles=words(
        "herr herrn frau fräulein dr doktor professor professorin prof genosse genossin lieber liebe liebster "
        "liebste verehrter verehrte "
        "sehr geehrter geehrte könig königin kaiser kaiserin general admiral meister meisterin lady lord sankt "
        "heiliger präsident "
        "präsidentin madame monsieur graf gräfin fürst fürstin"
    )
    - words("sehr"),
    honours=read_as(
        r"\b((eure|euer|ihre|seine|deine) (majestät|hoheit|exzellenz|eminenz|heiligkeit|ehren|gnaden|durchlaucht|"
        r"magnifizenz)|majestät|"
        r"hoheit|exzellenz|mein (herr|gebieter|könig|kaiser)|meine (dame|herrin|königin|kaiserin)|gnädige frau|"
        r"gnädiger herr)\b"
    ),
    short={
        "u": "und", "usw": "und so weiter", "zb": "zum Beispiel", "vllt": "vielleicht", "evtl": "vielleicht",
        "iwie": "irgendwie", "iwas": "irgendetwas", "haste": "hast du", "biste": "bist du", "warste": "warst du",
        "kannste": "kannst du", "nich": "nicht", "nen": "einen", "wk1": "Erster Weltkrieg",
        "wk2": "Zweiter Weltkrieg",
    },
    babble=words("bla blabla blah lorem ipsum foo bar baz xyz abc abcd häh hä huh äh ähm öh was wie test123 tja"),
    # Angstschweiß.
    max_consonants=8,
    asks_title=read_as(
        r"((und|aber|also) )?(sind sie|bist du|seid ihr)( (ein|eine|der|die|denn|eigentlich|auch|noch|wirklich))* "
        r"(dr|doktor|professor|professorin|genosse|genossin|könig|königin|kaiser|kaiserin|general|admiral|meister|"
        r"meisterin|lady|lord|heiliger|präsident|präsidentin|graf|gräfin|fürst|fürstin)"
    ),
    quotes=str.maketrans({"„": "‚", "“": "‘", "”": "’", '"': "'", "»": "›", "«": "‹"}),
)  # fmt: skip

_THEMES = {
    "childhood": "kindheit jugend kinderjahre familie herkunft",
    "work": "arbeit arbeite arbeiten arbeitsweise werk beruf",
    "teach": "lehren unterricht lehre unterrichten schüler",
    "opponent": "gegner gegnerinnen feinde widersacher kritiker rivalen",
    "regret": "reue bereue bedauern bedaure bedauere fehler irrtümer versäumnisse",
    "daily": "alltag tagesablauf alltägliches gewohnheiten",
    "age": "zeit zeitalter epoche jahrhundert gegenwart",
}
MATTER = Matter(
    wrapping=frozenset((
        "art", "besond", "bitt", "dank", "darub", "denk", "ding", "eigent", "erzahl", "ganz", "geb", "gedacht",
        "geh", "gemacht",
        "genau", "gern", "getan", "gibt", "ging", "gut", "hallo", "halt", "hast", "heisst", "herr", "je", "jemal",
        "konnt", "mach",
        "macht", "mag", "magst", "mal", "mehr", "mein", "mocht", "mog", "sach", "sag", "sagst", "schon", "soll",
        "tat", "tun",
        "uberhaupt", "viel", "wann", "warum", "weis", "weiss", "weisst", "wem", "wen", "wer", "weshalb", "wieso",
        "wirklich", "wiss",
        "wofur", "woh", "wohin", "woran", "worub", "wovon", "wozu", "wurd",
    )),
    measure=re.compile(r"\bwie ?(viele?|hoch|lange?|weit|groß|gross|alt|schnell|tief|schwer|breit|teuer)\b"),
    themes={word: theme for theme, named in _THEMES.items() for word in words(named)},
    asks=read_as(
        r"(was|wer|wen|wem|wessen|wann|wo|woher|wohin|warum|wieso|weshalb|wie|wozu|wofür|womit|woran|worüber|wovon|"
        r"welche[rsnm]?|"
        r"hast|haben|hattest|hatten|bist|sind|warst|waren|wurdest|wurden|kannst|können|konntest|konnten|würdest|"
        r"würden|willst|wollen|"
        r"wolltest|wollten|solltest|sollten|darf|durftest|durften|glaubst|glauben|glaubten|kanntest|kannten|mochtest|"
        r"mochten|gab|gibt|"
        r"ist|war|hat|hatte|erzähl|erzähle|erzählen|erkläre|erklären|beschreibe|beschreiben|(in|an|auf|mit|bei|für|"
        r"gegen|von|zu) "
        r"(wem|wen|was|welche[rsnm]?))\b"
    ),
    oneself=re.compile(r"\b(ich|mein|meine|meinen|meinem|meiner|mich|mir|wir|uns|unser|unsere|unseren)\b"),
    tell_me=read_as(r"(erzähl|erzähle|erzählen sie) (mir|uns)"),
)  # fmt: skip
