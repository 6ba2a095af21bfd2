"""Patterns of greetings, thanks and whatever else is said besides questions, in German."""

from engines.talk import Talk
from engines.tongues.de.heavy_talk import HEAVY
from engines.tongues.de.spelling import spelled
from engines.tongues.tongue import any_of

_LEAD = r"((und|aber|also|na|nun|ok|okay|ja|nein|ach|oh|hallo|hey|bitte|gut|schön|danke|alles klar) )*"
_CAN_YOU = (
    r"((bitte|kannst|kannste|können|könntest|könnten|würdest|würden|willst|wollen|möchtest|möchten|du|sie|mal|doch|"
    r"mir|uns) )*"
)
_NO = r"(nein |aber |doch |tut mir leid |na |und |also )*"
_YOURSELF = r"(dir|ihnen|dich|sich|deinem leben|ihrem leben|dein leben|ihr leben|ihrer person)"
_SOMETHING = (
    r"(irgendetwas|irgendwas|etwas|was)( anderes| interessantes| neues| spannendes| schönes| überraschendes| "
    r"beliebiges| du willst|"
    r" du magst| sie wollen| sie mögen| ihnen einfällt| dir einfällt)*"
)
_LANGUAGE = (
    r"(deutsch|englisch|französisch|spanisch|italienisch|portugiesisch|russisch|chinesisch|japanisch|arabisch|"
    r"polnisch|"
    r"niederländisch|türkisch|hindi|latein|lateinisch|griechisch|meine sprache|eine andere sprache|andere sprachen|"
    r"fremdsprachen|einer anderen sprache|meiner sprache)"
)

# Each pattern must match a whole clause, folded, without the name and the titles of address.
_PATTERNS: dict[Talk, tuple[str, ...]] = HEAVY | {
    Talk.OBJECTION: (
        r"(und |aber |also )*(warum|wieso|weshalb) (soll|sollte|muss|müsste) (ich|man|irgendwer|jemand) (dir|ihnen|"
        r"das|dem|"
        r"auf dich|auf sie)( überhaupt| denn| eigentlich| noch)* (glauben|vertrauen|zuhören|trauen|hören|abnehmen)",
        rf"{_NO}(das|es|dies) (ist|war)( doch| so| einfach| aber| alles| ganz| völlig| ja| gar| leider| überhaupt| "
        rf"eine?)* "
        r"(nicht wahr|nicht richtig|nicht so|falsch|gelogen|lüge|unsinn|quatsch|blödsinn|unwahr|unfug|irrtum|keine "
        r"antwort( auf meine "
        r"frage)?|nicht meine frage|propaganda)",
        rf"{_NO}((das|es) stimmt( doch| so| einfach| gar| überhaupt)* nicht|(du hast|sie haben|da hast du|da haben "
        rf"sie) unrecht|"
        r"(du irrst dich|sie irren sich|da irrst du dich|da irren sie sich)|(du liegst|sie liegen|da liegst du|da "
        r"liegen sie) falsch)",
        rf"{_NO}(danach|das) (habe|hab|hatte) ich (gar |doch )?nicht (gefragt|gemeint|gesagt|wissen wollen)|(das|"
        rf"danach) war nicht (meine|"
        r"die) frage|das wollte ich (gar )?nicht wissen",
        rf"{_NO}(du lügst|sie lügen|(du hast|sie haben) (gelogen|mich (nicht|falsch) verstanden|mich missverstanden|"
        rf"(meine|die) frage "
        r"(gar )?nicht (beantwortet|verstanden))|(du verstehst|sie verstehen) (mich|meine frage|das) (gar )?nicht)",
        r"(das |dem )?(glaube|glaub|bezweifle|bezweifele) ich( dir| ihnen| aber| das)*( nicht)?|ich (glaube|glaub) "
        r"(dir|ihnen|das|es)"
        r"( das| kein wort| einfach)*( nicht)?|ich bezweifle das|ich (widerspreche|sehe das anders|bin anderer "
        r"meinung|bin da anderer "
        r"meinung|bin nicht (einverstanden|überzeugt|deiner meinung|ihrer meinung))( dir| ihnen)?|da muss ich( dir| "
        r"ihnen)? widersprechen",
        r"(bist du|sind sie) (dir |sich |da |ganz |wirklich |so |dessen )*(sicher|gewiss)|(meinst du|meinen sie) das "
        r"(ernst|wirklich)|im ernst|ernsthaft|(ist|war|stimmt) das (wirklich |denn |tatsächlich |auch |so )*(wahr|"
        r"richtig|so|korrekt)|"
        r"stimmt das( wirklich| denn| auch)*|beweise?n?( sie)?( das| es| mir das)|wer sagt das|sagt wer|woher (weißt "
        r"du|wissen sie) das"
        r"( denn| alles| so genau)*|unsinn|quatsch|blödsinn|lüge|lügen|lügner|falsch|stimmt nicht|nicht wahr",
    ),
    Talk.WHO: (
        rf"{_LEAD}wer (bist|sind|warst|waren)( denn)? (du|sie|ihr)( denn| eigentlich| überhaupt| nochmal| noch mal| "
        rf"genau| nun| bitte)*",
        rf"{_LEAD}(wie (heißt|heißen) (du|sie)|wie (ist|war|lautet) (dein|ihr) (voller |richtiger |echter )?name|was "
        rf"ist (dein|ihr) "
        r"name|(dein|ihr) name)( denn| eigentlich| nochmal| noch mal| bitte)*",
        rf"{_LEAD}(stell|stelle|stellen)( dich| sie sich)( doch| bitte| mal| kurz| uns| mir)* vor|"
        rf"{_LEAD}{_CAN_YOU}(dich|sich)( mir| uns| kurz| bitte)* vorstellen",
        rf"{_LEAD}(erzähl|erzähle|erzählen|sag|sage|sagen|berichte|berichten)( sie| mir| uns| bitte| doch| mal| "
        rf"etwas| was| ein bisschen|"
        rf" ein wenig| mehr| alles| kurz)* (von|über|aus) {_YOURSELF}( selbst| bitte)*",
        rf"{_LEAD}{_CAN_YOU}(etwas |was |mehr |kurz |ein bisschen |ein wenig )*(von|über|aus) {_YOURSELF}( selbst| "
        rf"bitte| erzählen| sagen|"
        r" berichten)*",
        r"(was ist|erzähl|erzähle|erzählen sie)( mir| uns)? (deine|ihre) (lebens)?geschichte|(dein|ihr) leben|wer "
        r"(du bist|sie sind)",
    ),
    Talk.WHO_SPEAKS: (
        rf"{_LEAD}mit wem (spreche|rede|schreibe|chatte|unterhalte|habe|hab) ich( mich| hier| denn| gerade| da| "
        rf"jetzt| das vergnügen|"
        r" die ehre| es zu tun| zu tun| heute| bitte| zu sprechen)*|wer spricht (hier|da)|wen habe ich vor mir",
    ),
    Talk.HELP: (
        r"(bitte )?(hilfe|hilf mir|helfen sie mir)( bitte)?",
        r"(was|wonach|worüber|welche fragen|über was) (kann|könnte|darf|soll|sollte|können|dürfen|sollen) (ich|man|"
        r"wir) (dich|"
        r"sie|hier|denn|alles|mit dir|mit ihnen|dir|ihnen|so| )*(fragen|reden|sprechen|stellen|besprechen|tun|machen|"
        r"schreiben|plaudern)( hier)?",
        r"(was|worüber|wovon) (kannst|können|weißt|wissen) (du|sie)( denn| so| hier| alles| mir| uns| eigentlich)*( "
        r"tun| machen|"
        r" erzählen| beantworten| sagen| sprechen| reden| berichten)?",
        r"(welche|was für) themen (gibt es|kennst du|kennen sie)( hier| denn)?|(themen|menü|optionen|auswahl|start|"
        r"anfangen|"
        r"los|beginnen|beispiele)",
        r"ich weiß (gar |leider |überhaupt )*nicht (was|wonach|worüber) ich (dich |sie |denn |hier |jetzt )*(fragen|"
        r"sagen|reden|"
        r"sprechen)( soll| kann| könnte| darf| möchte| will)?",
    ),
    Talk.ANYTHING: (
        rf"{_LEAD}(erzähl|erzähle|erzählen|sag|sage|sagen|zeig)( sie| mir| uns| bitte| doch| einfach| mal| noch)* "
        rf"{_SOMETHING}( bitte)?",
        rf"{_LEAD}{_CAN_YOU}(noch |einfach )?{_SOMETHING} (erzählen|sagen|zeigen)( bitte)?",
        r"überrasch(e|en sie)? (mich|uns)|unterhalte? (mich|uns)|unterhalten sie (mich|uns)|irgendetwas|irgendwas|"
        r"egal was",
        r"(was|wovon|worüber) (möchtest|willst|magst|würdest|möchten|wollen|würden) (du|sie)( mir| uns| gern| gerne| "
        r"denn| selbst| am "
        r"liebsten)* (erzählen|sprechen|reden|sagen|berichten)",
    ),
    Talk.LANGUAGE: (
        rf"{_LEAD}(sprichst|sprechen|kannst|können|verstehst|verstehen|redest|schreibst|antwortest) (du|sie)( auch| "
        rf"denn| vielleicht|"
        rf" noch| bitte| mit mir| mir)*( auf| in)? ?{_LANGUAGE}( sprechen| antworten| schreiben| reden| verstehen| "
        rf"bitte)*",
        rf"{_LEAD}{_CAN_YOU}(auch |bitte )*(auf|in) {_LANGUAGE} (sprechen|antworten|schreiben|reden)( bitte)?",
        rf"{_LEAD}(sprich|sprechen sie|antworte|antworten sie|schreib|schreibe|schreiben sie|rede|red|reden sie|sag "
        rf"es|sagen sie es)"
        rf"( bitte| mit mir| doch| mir| lieber)*( auf| in)? {_LANGUAGE}( bitte)?|(bitte )?auf {_LANGUAGE}( bitte)?",
        r"(in welcher|welche) sprache (sprichst du|sprechen sie|kannst du|können sie|soll ich|darf ich|kann ich|"
        r"antwortest du|"
        r"antworten sie)( hier| denn)?( schreiben| fragen| sprechen| verwenden)?",
    ),
    Talk.HOW_ARE_YOU: (
        rf"{_LEAD}(wie|was) (geht|gehts|läuft|steht|stehts|macht|machst|machen|fühlst|fühlen|treibst)( es| das leben|"
        rf" du| sie| so|"
        r" denn| dir| ihnen| euch| dich| sich| heute| gerade| bei dir| bei ihnen| mit dir| um dich| s)*|wie war dein "
        r"tag|"
        r"alles (gut|klar|okay|ok|in ordnung|fit)( bei dir| bei ihnen)?|(geht es|gehts) (dir|ihnen|euch) (gut|besser|"
        r"heute gut)",
        r"(mir |danke |mir geht es |mir gehts |ganz |sehr )*(gut|prima|bestens|ganz gut|schlecht|so la ?la)? ?(danke "
        r")?(und )"
        r"(dir|ihnen|selbst|euch|wie geht es dir|wie geht es ihnen)",
        r"(bist du|sind sie) (heute |gerade |denn )*(müde|fröhlich|glücklich|munter|ausgeschlafen|gut gelaunt|"
        r"wohlauf|okay|"
        r"beschäftigt)( heute)?|was (machst du|machen sie|tust du|tun sie)( gerade| denn| da| so| heute| jetzt)*|was "
        r"gibt es neues|"
        r"was gibts( neues)?",
    ),
    Talk.FEELING: (
        r"(ich bin|ich fühle mich|ich fühl mich|mir ist|bin|mir geht es|mir gehts|ich hab|ich habe) ((so|sehr|echt|"
        r"wirklich|heute|"
        r"gerade|etwas|ein bisschen|ein wenig|total|ziemlich|nicht|gar) )*(traurig|einsam|allein|deprimiert|"
        r"unglücklich|müde|"
        r"gestresst|ängstlich|angst|wütend|verzweifelt|verloren|krank|elend|schlecht|nicht gut|mies|erschöpft|"
        r"langweilig|"
        r"liebeskummer|heimweh)( heute| gerade| im moment| zurzeit| in letzter zeit)*",
        r"ich hatte (heute )?(einen|ein|eine) (schlechten|schweren|harten|furchtbaren|schlechte|schwere) (tag|zeit|"
        r"woche|nacht)|"
        r"(gib|geben sie|ich brauche|hast du|haben sie) ?(mir )?(einen |ein paar )?(rat|ratschlag|tipps?|"
        r"ratschläge)( für mich)?|"
        r"(kannst du|können sie) mir (mit|bei) meinem? (leben|problemen?|kummer) helfen",
    ),
    Talk.FAREWELL: (
        r"((ok|okay|gut|na|na gut|danke|danke schön|vielen dank|und|also|dann|nun|ja|nein|so|lol|haha|schön|prima|"
        r"alles klar|oh) )*"
        r"(auf wiedersehen|auf wiederschauen|auf wiederhören|wiedersehen|"
        r"tschüss?|tschüssi|tschau|ciao|bye|bye bye|ade|adieu|pfiat di|"
        r"mach s gut|machs gut|machen sie s gut|leb wohl|lebe wohl|leben sie wohl|"
        r"bis (dann|bald|später|morgen|nächstes mal|zum nächsten mal|die tage)|"
        r"gute nacht|schönen (tag|abend)( noch)?|schönes wochenende|gehab dich wohl|man sieht sich|wir sehen uns|"
        r"alles gute|das war s|das wars|das wäre alles|das ist alles|ruhe in frieden)"
        r"( und| danke| noch| dann| für heute| schon| bis bald| erst mal| ihnen| dir)*",
        r"(ok |also |so )*(ich|wir) (muss|müssen|sollte|werde)( jetzt| nun| dann| leider| mal| langsam| wieder)* "
        r"(los|gehen|weg|schlafen|ins bett|fort|aufhören|weiter|schluss machen)|"
        r"(ich|wir) (gehe|gehen|mache|mach)( jetzt| nun| dann| mal| schluss| schlafen)+|ich bin dann( mal)? weg",
    ),
    Talk.THANKS: (
        r"(ok |okay |oh |ach |gut |super |schön |prima |toll |vielen |tausend |herzlichen |besten |lieben |recht |"
        r"ich |wir |na |ja |"
        r"nein |schönen )*(danke|dank|dankeschön|dankesehr|danke schön|danke sehr|dank dir|danken|merci|thanks|thx|"
        r"vergelts gott)"
        r"( dir| ihnen| euch| schön| sehr| vielmals| herzlich| recht| nochmals?| für| die| das| deine| ihre| den| "
        r"diese| ganzen|"
        r" ausführliche| schnelle| hilfe| antwort| antworten| auskunft| geduld| zeit| gespräch| erklärung| "
        r"geschichte| worte| alles|"
        r" erzählen| erklären| tschüss| auf wiedersehen| auch| trotzdem| so)*",
        r"(das war |das ist |sehr |wirklich )*(hilfreich|nett von (dir|ihnen)|lieb von (dir|ihnen)|freundlich von "
        r"(dir|ihnen))",
    ),
    Talk.PRAISE: (
        r"(wow |oh |ach |das |dies |ist |war |klingt |wie |sehr |wirklich |echt |so |ganz |ja |aber |doch |was für "
        r"eine? |eine? |schon |"
        r"absolut |richtig )*(cool|schön|schöne|toll|tolle|großartig|großartige|wunderbar|wunderbare|faszinierend|"
        r"interessant|"
        r"interessante|spannend|spannende|brillant|ausgezeichnet|fantastisch|beeindruckend|inspirierend|bewegend|"
        r"berührend|"
        r"herrlich|perfekt|klug|weise|gut gesagt|schön gesagt|super|prima|klasse|genial|stark|traurig|unglaublich|"
        r"erstaunlich|"
        r"hervorragend)( antwort| geschichte| worte| gesagt| zu hören| zu wissen| gedanke)?",
        r"(du bist|sie sind|du warst|sie waren)( so| sehr| wirklich| echt| ein| eine| mein| meine| der| die| ganz| "
        r"ja| einfach)* "
        r"(cool|toll|großartig|wunderbar|faszinierend|interessant|brillant|mutig|tapfer|klug|weise|nett|lieb|"
        r"freundlich|lustig|"
        r"witzig|held|heldin|genie|legende|vorbild|inspiration|beste|bester|super|großer mann|große frau|schön|"
        r"genial)",
        r"ich (liebe|mag|bewundere|verehre|respektiere|schätze) (dich|sie|das|deine|ihre)( arbeit| antwort| "
        r"antworten| worte| "
        r"bücher| werke?)?( sehr| so sehr| wirklich)*|ich bin (ein |eine |dein |deine |ihr |ihre )*(großer |große "
        r")?(fan|"
        r"bewunderer|bewunderin|anhänger|anhängerin)( von (dir|ihnen))?|(da |ich )?(stimme|gebe) (ich )?(dir|ihnen|"
        r"dem)( ganz| voll|"
        r" völlig)*( zu| recht)|(du hast|sie haben|da hast du|da haben sie) recht|gute (antwort|frage|idee)|gut "
        r"gemacht|bravo|respekt|"
        r"hut ab|glückwunsch|das gefällt mir( sehr| gut)*",
    ),
    Talk.GREETING: (
        r"(oh |na |ach |und |einen |einen schönen |schönen |ja |recht )*(hallo+|hallöchen|halli hallo|hi+|hey+|he|"
        r"heda|moin|moin moin|"
        r"servus|grüezi|gruezi|grüß (gott|dich|sie|ihnen|euch)|gruß|grüße|sei gegrüßt|seien sie gegrüßt|gegrüßt|tach|"
        r"mahlzeit|"
        r"guten (tag|morgen|abend|mittag)|schönen guten (tag|morgen|abend)|tag|morgen|n abend|abend|willkommen|ahoi)"
        r"( da| zusammen| allerseits| mein freund| meine liebe| mein lieber| lieber| liebe| du| sie| ihnen| dir| "
        r"wieder| nochmal|"
        r" hallo| hi| schön sie (zu sehen|kennenzulernen)| miteinander)*",
        r"(es ist |es |ist |was für |mir |eine |ein |ganz |sehr )*(schön|ehre|freude|freut mich|freut|vergnügen|"
        r"angenehm|froh)"
        r"( sie| dich| ihnen| dir| mich| mit ihnen| mit dir| hier| endlich| sehr| einmal)*( kennenzulernen| kennen "
        r"zu lernen| "
        r"zu treffen| zu sehen| zu sprechen| zu begegnen| zu sein)|(es )?freut mich( sehr)?|angenehm|sehr erfreut",
        r"(ist )?(jemand|wer) (da|hier|zu hause)|(bist du|sind sie) (da|hier|noch da|wach)|test|hörst du mich|hören "
        r"sie mich|"
        r"klopf klopf",
    ),
    Talk.ACKNOWLEDGE: (
        r"(ok|okay|oke|okidoki|ja|jo|jep|jawohl|doch|klar|na klar|sicher|gewiss|natürlich|selbstverständlich|genau|"
        r"eben|stimmt|"
        r"richtig|nein|nee|nö|ne|vielleicht|kann sein|mag sein|aha|aha ok|ach|ach so|achso|ah|oh|hm+|mm+|mhm|so so|"
        r"soso|verstehe|"
        r"ich verstehe|verstanden|alles klar|alles gut|gut|na gut|nun gut|schon gut|also gut|gut zu wissen|nicht "
        r"schlecht|in ordnung|"
        r"einverstanden|meinetwegen|von mir aus|egal|ist mir egal|mir egal|na und|wen interessiert das|wow|lol|haha+|"
        r"hehe+|hihi|"
        r"ach du meine güte|mein gott|oh gott|oje|ach je|wirklich|echt|tatsächlich|im ernst|schade|wie schade|leider|"
        r"sorry|"
        r"entschuldigung|verzeihung|tut mir leid|moment|warte|warten sie|macht nichts|nichts|keine ahnung|ich weiß "
        r"nicht|weiß nicht|"
        r"nein danke|ja bitte|ja gern|gern|gerne|bitte|bitte sehr|na ja|naja|nun ja|wenn sie meinen|wenn du meinst|"
        r"das macht sinn|"
        r"das ergibt sinn|leuchtet ein|das leuchtet ein)( dann| ok| okay| danke| bitte| also| so| ja| nein| gut| "
        r"doch| schon| klar)*",
    ),
}  # fmt: skip
TALK = {talk: any_of(map(spelled, patterns)) for talk, patterns in _PATTERNS.items()}
