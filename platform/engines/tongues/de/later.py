"""What came into the world at a known time, and words for the visitor's own time, in German.

Names that are the same in English stand there.
"""

from engines.tongues.de.spelling import read_as
from engines.tongues.tongue import Later

FIRST_YEARS: tuple[tuple[int, str], ...] = (
    (1455, r"buchdruck\w*|druckerpresse\w*|gedruckte bücher"),
    (1492, r"kolumbus|entdeckung amerikas|(die |der )?neuen? welt"),
    (1517, r"(martin )?luther|reformation|protestanten"),
    (1610, r"fernrohre?|teleskope?"),
    (1620, r"mikroskope?"),
    (1687, r"newtons? (gesetze?|physik)"),
    (1775, r"dampfmaschinen?"),
    (1776, r"vereinigte\w* staaten|amerikanische (revolution|unabhängigkeit)|weiße\w* haus"),
    (1789, r"französische\w* revolution"),
    (1796, r"impf\w*|impfung\w*"),
    (1825, r"eisenbahn\w*|lokomotive\w*|zugfahr\w*"),
    (1839, r"foto\w*|photograph\w*|fotograf\w*|kameras?"),
    (1840, r"kommunis\w+|anarchis\w+|telegraf\w*|telegraph\w*|fahrrad|fahrräder\w*"),
    (1848, r"kommunistische manifest|marxis\w+"),
    (1859, r"evolutionstheorie|darwinis\w+"),
    (1861, r"amerikanische\w* bürgerkrieg\w*"),
    (1876, r"telefon\w*"),
    (1879, r"glühbirne\w*|glühlampe\w*|elektrische\w* licht"),
    (1886, r"autos?|automobile?|kraftwagen"),
    (1895, r"kinos?|filme?|röntgen\w*"),
    (1896, r"radioaktiv\w*|olympische\w* spiele\w*|psychoanalyse"),
    (1903, r"flugzeuge?\w*|luftfahrt"),
    (1905, r"relativitätstheorie"),
    (1906, r"rundfunk"),
    (1914, r"(erste\w*|1) weltkrieg\w*"),
    (1917, r"oktoberrevolution|russische\w* revolution|bolschewi\w+|sowjetunion|udssr"),
    (1922, r"faschis\w+"),
    (1923, r"nationalsozialis\w+|drittes? reich|dritten reich\w*|nazizeit"),
    (1927, r"fernseh\w*|quantenmechanik"),
    (1928, r"penizillin|antibiotik\w+"),
    (1930, r"fußball ?weltmeisterschaft|fußball ?wm"),
    (1939, r"(zweite\w*|2) weltkrieg\w*"),
    (1941, r"holocaust|schoah|shoah"),
    (1945, r"atombombe\w*|atomkrieg\w*|atomwaffe\w*|kernkraft\w*|atomkraft\w*|vereinte\w* nationen|uno"),
    (1946, r"computern?|rechner|programmieren|programmierung"),
    (1947, r"kalte\w* krieg\w*"),
    (1949, r"bundesrepublik|ddr|volksrepublik china|grundgesetz"),
    (1955, r"vietnamkrieg\w*"),
    (1956, r"künstliche\w* intelligenz|ki|maschinelle\w* lernen|neuronale\w* netze?"),
    (1957, r"satelliten?|raumfahrt|raumschiffe?|weltraum(fahrt|rennen)|astronaut\w*|kosmonaut\w*"),
    (1961, r"berliner mauer|mauerbau|europäische\w* union|eu"),
    (1969, r"mondlandung|(menschen?|mann|männer) auf dem mond|auf dem mond gelandet"),
    (1972, r"videospiele?|computerspiele?"),
    (1975, r"erderwärmung|klimawandel|klimakrise|globale erwärmung"),
    (1983, r"handys?|mobiltelefone?"),
    (1985, r"tschernobyl|gorbatschow"),
    (1989, r"mauerfall|fall der (berliner )?mauer|wiedervereinigung|deutsche einheit|ende der sowjetunion"),
    (1999, r"wladimir putin"),
    (2001, r"11 september|elfte\w* september"),
    (2003, r"soziale\w* (medien|netzwerke?)"),
    (2008, r"kryptowährung\w*|finanzkrise 2008"),
    (2019, r"corona\w*"),
    (2022, r"krieg in der ukraine|ukrainekrieg\w*|krieg in gaza|sprachmodelle?"),
)  # fmt: skip
NOW = (
    r"(der |die |das |den )?(moderne|heutige|gegenwärtige|aktuelle|zeitgenössische)[nrsm]? (welt|zeit|zeiten|"
    r"zeitalter|gesellschaft|"
    r"technik|technologie|politik|politiker|politikerinnen|regierung|regierungen|jugend|menschen|russland|china|"
    r"amerika|europa|"
    r"ägypten|indien|mexiko|deutschland|krieg|kriege|wissenschaft|medizin|frauen|kunst|musik)|"
    r"(die )?welt (von )?heute|heutzutage|in unserer zeit|unser(e|er)? (zeit|zeitalter|jahrhundert)|(das |im )?(21|"
    r"einundzwanzigste\w*) "
    r"jahrhundert|20[2-9]\d|(russland|china|amerika|europa|ägypten|indien|mexiko|deutschland) heute|heutige\w* "
    r"(deutschland|europa|russland)"
)

LATER = Later(
    first_years=tuple((year, read_as(rf"\b({pattern})\b")) for year, pattern in FIRST_YEARS),
    now=read_as(rf"\b({NOW})\b"),
    year=read_as(
        r"\b(1\d{3}|20\d\d)\b(?! (v chr|vor christus|vor unserer|wörter|menschen|soldaten|männer|frauen|leute|meilen|"
        r"kilometer|km|jahre))"
    ),
    century=read_as(r"\b(\d\d?) jahrhunderts?\b(?! (v chr|vor))"),
)
