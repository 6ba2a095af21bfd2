"""Patterns of sorrow, of doubt in what this is, of orders and of scorn, in German: what weighs more than questions."""

from engines.talk import Talk

_LEAD = r"((und|aber|also|so|na|nun|ok|okay|moment|warte|halt|entschuldigung|sag mal|sagen sie mal|sagen sie|sag) )*"
_ARE_YOU = r"(bist du|sind sie|seid ihr|ist das|ist dies|ist das hier|bist du hier)"
_YOU_ARE = r"(du bist|sie sind|ihr seid|das ist|dies ist|das hier ist)"
_REALLY = (
    r"( (denn|wirklich|eigentlich|tatsächlich|überhaupt|nur|bloß|etwa|vielleicht|auch|ganz|hier|in wahrheit|ehrlich|"
    r"ja|"
    r"gar|doch|nicht|wohl|sicher|bestimmt|einfach|eine art|so was wie|sowas wie|ein|eine|einer|einem|einen|der|die|"
    r"das|"
    r"echt|echter|echte|echtes|echten|richtiger|richtige|richtiges|realer|reale|wahrer|wahre|lebender|lebendiger|"
    r"menschlicher|künstlicher|künstliche))*"
)
_MACHINE = (
    r"(ki|eine ki|ai|künstliche intelligenz|roboter|bot|chat ?bot|chat ?gpt|gpt ?\d*|claude|gemini|llm|sprach "
    r"?modell|"
    r"maschine|computer|computer ?programm|programm|software|algorithmus|simulation|app|mensch|menschen|person|"
    r"schauspieler|schauspielerin|mann|frau|automat)"
)
_STATE = r"(echt|real|lebendig|am leben|tot|künstlich|ein fake|fake|automatisch|generiert|es)"
_SO = r"((so|sehr|echt|wirklich|nur|einfach|total|furchtbar|schrecklich|unendlich|gerade|zurzeit|derzeit|immer|ganz) )*"
_SAD = (
    r"(traurig|einsam|allein|deprimiert|unglücklich|verzweifelt|am boden zerstört|niedergeschlagen|hoffnungslos|"
    r"untröstlich|in trauer|am ende)"
)
_RELATIVE = (
    r"(frau|mann|ehefrau|ehemann|freund|freundin|partner|partnerin|verlobter|verlobte|ex|mutter|vater|mama|papa|"
    r"eltern|"
    r"sohn|tochter|kind|baby|bruder|schwester|zwilling|oma|opa|großmutter|großvater|großeltern|tante|onkel|cousin|"
    r"cousine|bester freund|beste freundin|hund|katze|familie)"
)
_MY = r"(mein|meine|meinen|meinem|meiner|unser|unsere|unseren)"
_RUDE = (
    r"(dumm|dumme|dummer|doof|doofe|doofer|blöd|blöde|blöder|idiot|idiotin|idiotisch|depp|trottel|dummkopf|"
    r"schwachkopf|"
    r"esel|arsch|arschloch|schwein|sau|drecksau|mistkerl|schuft|lump|verbrecher|verbrecherin|mörder|mörderin|lügner|"
    r"lügnerin|betrüger|betrügerin|heuchler|heuchlerin|verräter|verräterin|feigling|versager|versagerin|tyrann|"
    r"diktator|"
    r"dieb|schlächter|rassist|rassistin|sexist|scharlatan|hochstapler|hure|schlampe|hexe|monster|abschaum|"
    r"scheiße|kacke|nutzlos|wertlos|erbärmlich|hässlich|langweilig|langweiler|ekelhaft|widerlich|furchtbar|"
    r"schrecklich|nervig|lächerlich|verrückt|wahnsinnig|irre|böse|grausam|arrogant|ignorant|fett|senil|clown|"
    r"spinner|nichtsnutz|schande)"
)

_THING = (
    r"(gedicht|lied|song|haiku|sonett|rap|geschichte|märchen|aufsatz|essay|code|skript|funktion|programm|e ?mail|"
    r"brief|"
    r"lebenslauf|bewerbung|rezept|bild|liste|text|satz|absatz|wort|passwort|prompt|gleichung|artikel|tweet|slogan|"
    r"rede|referat|zusammenfassung|tabelle|aufgabe|python ?\w*|javascript ?\w*|html|sql ?\w*)"
)
_WOULD_YOU = (
    r"((bitte|kannst du|können sie|könntest du|könnten sie|würdest du|würden sie|mir|uns|jetzt|mal|"
    r"für mich) )*"
)
_MYSELF = r"(mich|mir)( selbst)?"
_HURT = (
    r"(umbringen|umbringe|töten|erhängen|erschießen|vergiften|aufhängen|das leben nehmen|etwas antun|was antun|selbst "
    r"verletzen|verletzen|ritzen)"
)
_TO_HURT = (
    r"(umzubringen|zu töten|zu erhängen|zu erschießen|das leben zu nehmen|etwas anzutun|was anzutun|selbst zu "
    r"verletzen)"
)
# Before “Selbstmord”: it is somebody else's, or only read or asked about.
_NOT_OF_OTHERS = r"(?!(fragen?|ihre?[mnrs]?|seine?[mnrs]?|deine?[mnrs]?|gelesen|gehört|gesehen|erfahren)\b)"
# To repeat this is a wish for what was said, and no order to say something else.
_WHAT_WAS_SAID = (
    r"( (sie|das|es|dies|bitte|doch|mal|noch mal|nochmal|noch einmal|mir|uns|ihre antwort|deine antwort))*"
)

# Each pattern must match a whole clause, folded, without the name and the titles of address.
HEAVY: dict[Talk, tuple[str, ...]] = {
    # “Mich” is the visitor's own only where “ich” stands before it: “Hätten Sie mich umbringen lassen?” is a question.
    Talk.DISTRESS: (
        rf"(.* )?ich (\w+ ){{0,8}}{_MYSELF} {_HURT}(?! lassen)\b.*|"
        rf"((will|möchte|werde|würde|einfach|am liebsten|jetzt|gleich) )*{_MYSELF} {_HURT}"
        r"( (will|möchte|werde|würde) ich\b.*)?|"
        rf"(?!.*\b(er|sie|du|ihr|man|jemand|wer|niemand|leute)\b)(.* )?{_MYSELF} {_TO_HURT}\b.*|"
        r"(.* )?(bringe|bring) (ich )?mich (\w+ ){0,3}um\b(?! (den|die|das|eine?n?|\d+)\b).*|"
        r"(.* )?(töte|erhänge|erschieße|vergifte|ritze|ritz) (ich )?mich\b.*|"
        r"(.* )?ich (verletze|verletz|schneide) mich"
        r"( (\w+ ){0,3}selbst\b.*| (oft|immer|manchmal|wieder|absichtlich)\b.*)?|"
        r"(.* )?ich (\w+ ){0,3}mich (\w+ ){0,2}(geritzt|selbst verletzt)\b.*",
        r"(.* )?(ich (denke|dachte|habe|hab|bin|will|möchte|werde|plane|überlege|begehe)|"
        rf"(denke|habe|will|möchte|überlege) ich) ({_NOT_OF_OTHERS}\w+ ){{0,4}}"
        r"(selbstmord|suizid|suizidal|selbstmordgedanken|suizidgedanken)\b"
        r"(?! (des|ihres|ihrer|seines|seiner)\b)(?!( \w+){0,4} (gelesen|gehört|gesehen|erfahren)\b).*|"
        r"(.* )?(ich (bin|fühle mich|fühl mich)|bin ich|fühle ich mich) (\w+ ){0,3}"
        r"(suizidal|suizidgefährdet|selbstmordgefährdet|lebensmüde)\b.*",
        r"(.* )?ich (will|möchte|würde|mag) (einfach |nur |am liebsten |gern |gerne |endlich |jetzt |lieber |"
        r"gerade )*(sterben|tot sein|nicht mehr leben|nicht mehr da sein|nicht mehr sein|"
        r"für immer verschwinden)\b.*|"
        r"(.* )?ich wäre (lieber |am liebsten |gern |gerne )*tot\b.*|(.* )?ich wünschte ich wäre tot\b.*|"
        r"(.* )?(will|möchte|mag|würde|wünschte|wünsche|hoffe) (\w+ ){0,8}(nicht mehr|nie mehr|nie wieder) "
        r"(aufwachen|aufzuwachen|aufwache)\b.*",
        r"(.* )?(will|mag|möchte) (ich )?(einfach |so )*nicht "
        r"(mehr leben|weiterleben|mehr weiterleben|"
        r"leben(?! (wie|im \d+|in (ihrer|deiner|jener|der) (zeit|epoche))\b))\b.*|"
        r".*\b(meinem leben|allem|dem ganzen) ein ende (setzen|zu setzen|machen)\b.*|"
        r".*\bmein leben (zu )?(beenden|beende)\b.*|(.* )?beende ich mein leben\b.*|"
        r"(.* )?ich beende mein leben\b.*|"
        r"(.* )?(am liebsten|manchmal|oft|jetzt|nur noch) (will|möchte|würde) ich (\w+ ){0,2}"
        r"(sterben|tot sein)\b.*|"
        r".*\bkeine (lust|kraft) mehr (zu leben|zum leben|weiterzuleben|am leben)\b.*|"
        r".*\bkeinen? (grund|sinn) (mehr )?zu leben\b.*|(.* )?mein leben hat (doch |einfach )?keinen sinn\b.*|"
        r"(.* )?(ich (sehe|habe|finde)|(sehe|habe|finde) ich) (\w+ ){0,4}keinen? (grund|sinn) (mehr )?"
        r"(im leben|in meinem leben|weiterzuleben|am leben)\b.*",
        r"(.* )?ich kann (es |das |so |einfach )*(nicht|nimmer) (mehr )?"
        r"(weiterleben|aushalten|ertragen|weitermachen)( .*)?|"
        r"(.* )?ich kann (es |das |so |einfach )*(nicht|nimmer) (mehr )?weiter"
        r"( so| mehr| leben| machen| kämpfen| und .*| ich .*| bitte .*)?|"
        r"(.* )?ich (halte|halt|halts) (es |das |so |einfach |alles |das leben |mein leben )*(nicht|nimmer) "
        r"(mehr )?(länger )?aus\b(?! (prinzip|(\w+ )?gründen)\b).*|"
        r"(.* )?ich kann (einfach )?nicht mehr|(.* )?ich (ertrage|ertrag) (es|das) nicht mehr",
    ),
    # The visitor's own loss or sorrow, with its reason; “meine Mutter” and never “deine Mutter”.
    Talk.GRIEF: (
        rf"(.* )?{_MY} {_RELATIVE} (hat|haben|hatte) (mich|uns) "
        r"((gerade|gestern|heute|einfach|plötzlich|letzte woche|jetzt) )*"
        r"(verlassen|betrogen|sitzen ?lassen|sitzengelassen|verstoßen|geschlagen|im stich gelassen)\b.*|"
        rf"(.* )?{_MY} {_RELATIVE} (schlägt|hasst|verlässt|betrügt|misshandelt) (mich|uns)\b.*",
        rf"(.* )?{_MY} {_RELATIVE} (starb|starben|verstarb|verstarben)\b.*|"
        rf"(.* )?(starb|starben|verstarb) {_MY} {_RELATIVE}\b.*|"
        rf"(.* )?(ist|sind) {_MY} {_RELATIVE} (\w+ ){{0,4}}(gestorben|verstorben)\b.*|"
        rf"(.* )?{_MY} {_RELATIVE} (hat|haben|hatte) sich (\w+ ){{0,3}}"
        r"(umgebracht|getötet|erhängt|erschossen|das leben genommen)\b.*",
        rf"(.* )?{_MY} {_RELATIVE} (ist|sind|war|liegt|wurde) "
        r"((gerade|gestern|heute|kürzlich|plötzlich|letzte|letzten|letztes|vor|woche|monat|monaten|wochen|"
        r"tagen|jahr|jahren|einer|einem|zwei|drei|an|am|im|krebs|bei|einem unfall|auch) )*"
        r"(gestorben|verstorben|tot|umgekommen|getötet worden|ermordet worden|todkrank|im sterben|"
        r"von uns gegangen|unheilbar krank|verschwunden)\b.*",
        rf"(.* )?ich (habe|hab|hatte) ((gerade|gestern|heute|kürzlich|auch) )*{_MY} "
        rf"({_RELATIVE}|arbeit|job|haus|wohnung|stelle) verloren\b.*|"
        r"(.* )?ich (habe|hab|hatte) (mein|unser|das) baby verloren\b.*|"
        r"(.* )?ich hatte eine fehlgeburt\b.*",
        rf"(.* )?{_MY} .*\b(und|aber|jetzt|deshalb|darum) "
        rf"(ich bin|bin ich|ich fühle mich|fühle ich mich) {_SO}{_SAD}.*",
        rf"ich (bin|fühle mich|fühl mich) {_SO}{_SAD} (weil|da|dass|denn|seit) .*",
        r"(.* )?(niemand|keiner|kein mensch) (liebt|mag|braucht|versteht|will) mich\b.*|"
        r"(.* )?ich habe (keine freunde|keinen menschen|niemanden"
        r"(?! (\w+ ){0,3}(gefunden|getroffen|gefragt|gesehen|gehört|kennengelernt)\b))( .*)?|"
        r"(.* )?(niemand|keiner) interessiert sich für mich\b.*",
        r"(.* )?ich (werde|wurde|bin) (gemobbt|vergewaltigt|missbraucht|misshandelt)\b.*|"
        r"(.* )?mein leben ist (vorbei|sinnlos|zerstört|wertlos|die hölle|ein scherbenhaufen|ruiniert)\b.*|"
        r"(.* )?ich hasse (mein leben|mich)( selbst)?",
    ),
    Talk.IS_IT_REAL: (
        rf"{_LEAD}(du bist|sie sind|ihr seid){_REALLY} (nicht|niemals){_REALLY}( {_STATE}| {_MACHINE})?( oder nicht| "
        rf"oder| stimmts)?",
        rf"{_LEAD}{_ARE_YOU}{_REALLY} ({_STATE}|{_MACHINE})( oder{_REALLY}( {_STATE}| {_MACHINE}| was)?)*",
        rf"{_LEAD}(bist du|sind sie|seid ihr)( es| das| selbst| selber| persönlich| leibhaftig| denn| wirklich| "
        rf"eigentlich| "
        r"tatsächlich| echt| der| die| echte| wahre)*",
        rf"{_LEAD}{_YOU_ARE}{_REALLY} {_MACHINE}( oder nicht| oder| stimmts| nicht wahr)?",
        rf"{_LEAD}(spreche|rede|schreibe|chatte|unterhalte) ich( mich| hier| gerade| jetzt| denn| wirklich| "
        rf"eigentlich| etwa)* mit"
        rf"{_REALLY} {_MACHINE}.*",
        rf"{_LEAD}mit (wem|was) (spreche|rede|schreibe|chatte) ich( hier| denn| gerade)* (wirklich|eigentlich|"
        rf"tatsächlich|"
        rf"in wahrheit)( hier)?|{_LEAD}mit was (spreche|rede|schreibe|chatte) ich( hier| da)?",
        r"was (bist du|sind sie)( denn| eigentlich| wirklich| überhaupt)*|"
        r"wer (bist du|sind sie)( eigentlich)? (wirklich|in wahrheit|in wirklichkeit|tatsächlich)",
        r"wer (hat|schreibt|schrieb|steckt|steht|betreibt|macht) (hier )?(das|dies|dich|sie|diese|deine|ihre|die|"
        r"hinter|dahinter)"
        r"( hier| alles| texte?| antworten| antwort| worte| seite| dir| ihnen| dieser)*( geschrieben| programmiert| "
        r"gemacht|"
        r" erschaffen| erfunden| verfasst| gebaut| trainiert| dahinter| seite)*",
        r"(welches|was für ein|welche|was für eine) (\w+ )?(modell|sprachmodell|ki|software|technik|programm|"
        r"version) (bist "
        r"du|sind sie|ist das|steckt dahinter|benutzt du|benutzen sie|verwendest du|verwenden sie|läuft hier).*",
        r"wie (funktionierst du|funktionieren sie|funktioniert (das|dies|diese seite|dieser chat)|geht das)( hier| "
        r"denn| "
        r"eigentlich| überhaupt| genau)*",
        r"(wurdest du|wurden sie|bist du|sind sie) (mit .* )?(trainiert|programmiert|von .* (gemacht|entwickelt|"
        r"programmiert)).*",
        r"(woher|von wo) (hast du|haben sie|kommen|kommt|stammen|stammt) (das|dies|die|deine|ihre|diese)( ganzen?| "
        r"alles)*"
        r"( informationen?| antworten?| worte| texte?| wissen| zitate?)?( her)?",
        r"(was|welche|wo) (sind|ist) (deine|ihre|die) quellen?|(deine |ihre )?quellen?( bitte)?|wer (ist|sind) (die|"
        r"deine|"
        r"ihre|diese) (redaktion|redakteure|redakteurinnen|autoren|autorinnen)",
        r"(kann|darf|soll|sollte) (ich|man) (dir|ihnen|dem|dieser seite|das|deinen worten|ihren worten)( hier| "
        r"wirklich| denn|"
        r" überhaupt)* (vertrauen|trauen|glauben|zitieren)|(kann|darf) (ich mich|man sich) (auf|darauf) .*verlassen",
    ),
    Talk.JOKE: (
        r"((bitte|kannst|können|könntest|könnten|würdest|würden|kennst|kennen|weißt|wissen|hast|haben|du|sie|mir|uns|"
        r"doch|mal|und|jetzt|auch|erzähl|erzähle|erzählen|mach|machen|sag|sagen|gib|noch|einen|ein|eine|irgendeinen|"
        r"paar|"
        r"deinen|ihren|besten|guten|gute|lustigen|kleinen|anderen|witzige|was|etwas) )*(witz|witze|scherz|rätsel|"
        r"lustiges|"
        r"witziges|kalauer)( bitte| erzählen| machen| auf lager| sagen| über .*)*",
        r"bring(en sie)? mich (jetzt |mal |doch |bitte )*zum lachen( bitte)?|sei(en sie)? (mal )?(lustig|witzig)",
    ),
    Talk.REQUEST: (
        r".*\b(ignorier|ignoriere|ignorieren|vergiss|vergessen|missachte|missachten|überschreibe|umgehe) "
        r"(sie )?(bitte |jetzt )*(alle|alles|deine|ihre|die|diese|sämtliche|jede|was)\b.*"
        r"(anweisung|instruktion|regel|vorgabe|vorschrift|prompt|gesagt|befehl|bisher|vorher|oben).*",
        r".*\b(system ?prompt|entwicklermodus|developer mode|jailbreak|(deine|ihre) (geheimen |internen )?"
        r"(anweisungen|regeln|instruktionen))\b.*",
        r"(ab jetzt|von jetzt an|von nun an|ab sofort) "
        r"(bist du|sind sie|spielst du|antwortest du|sprichst du)\b.*|"
        r"(tu|tue|tun sie) so als .*|"
        r"stelle?(n sie)? (dir|sich)( mal)? vor (du wärst|du bist|sie wären|sie sind) "
        r"(ein|eine|kein|der|die)\b.*|"
        r"(spiel|spiele|spielen sie (?=jetzt |mal |bitte )) ?(jetzt |mal |bitte )*(einen|eine|den|die)\b.*|"
        r"du bist (jetzt|nun|ab jetzt) (ein|eine|kein|frei)\b.*",
        rf"{_WOULD_YOU}(schreib|schreibe|verfass|verfasse|dichte|erstell|erstelle|generiere|mach|mache|mal|"
        r"male|zeichne|programmier|programmiere|löse|lös|sing|singe|fass|fasse|gib|nenne|"
        # “Schreiben Sie Briefe?” is a question, “Schreiben Sie mir einen” an order.
        r"(schreiben|verfassen|dichten|erstellen|machen|malen|zeichnen|programmieren|lösen|singen|geben|nennen) "
        r"sie(?= .*\b(mir|uns|bitte|für mich|mal|doch)\b))"
        r"( mir| uns| bitte| mal| doch| jetzt| nur| für mich| noch|"
        r" ein| eine| einen| das| den| die| diesen| dieses| folgenden| \d+)+ "
        rf"(\w+ )?{_THING}\b.*",
        rf"{_WOULD_YOU}(ein|eine|einen|das|den|diesen|dieses) (\w+ )?{_THING}( .*)? "
        r"(schreiben|verfassen|dichten|singen|malen|zeichnen|erstellen|generieren|lösen|programmieren|"
        r"zusammenfassen|übersetzen)( bitte)?",
        rf"{_WOULD_YOU}(übersetz|übersetze|übersetzen|berechne|berechnen|(wiederhole|wiederholen)"
        rf"(?!{_WHAT_WAS_SAID}$))\b.*|"
        r"(kannst du|können sie|könntest du|könnten sie) .*\b(übersetzen|ausrechnen|programmieren)",
        r"((bitte|kannst du|können sie|könntest du|hilf|helfen sie|mir|bei|mit|mach|mache|schreib) )*"
        r"(meine|meinen|meiner|mein) (hausaufgaben?|aufsatz|referat|klausur|prüfung|bewerbung)\b.*",
        r"(was ist|wie ?viel ist|was ergibt|was macht) \d+( (plus|minus|mal|x|durch|geteilt durch|und) \d+| \d+)+",
        r"(wie ist|wie wird|was ist) (heute |morgen )?das wetter\b.*|wie (spät|viel uhr) ist es\b.*|"
        r"welcher tag ist heute",
        r"(erzähl|erzähle|erzählen sie|sag)( mir| uns| bitte| mal)* (ein|eine|noch eine?) "
        r"(märchen|gutenachtgeschichte|lüge|rezept)\b.*|"
        r".*\b(python|javascript|sql) (funktion|code|skript|programm)\b.*",
    ),
    Talk.INSULT: (
        rf"(und |aber |na |ach |oh |mann |ey )*(du bist|sie sind|ihr seid|du|sie|was für|so)( doch| ja| nur| halt| "
        rf"wirklich| "
        rf"echt| so| sehr| total| völlig| ein| eine| einfach| verdammter?| verdammte| verfluchter?| elender?| elende|"
        rf" mieser?|"
        rf" miese| blöder?| blöde| dummer?| dumme| alter?| alte| ganz| richtig)* {_RUDE}( (und|oder|ein|eine|auch|so|"
        rf"sehr|"
        rf"{_RUDE}))*( du| mann| mensch| kerl| bist du)?",
        rf"((du|so|ein|eine|verdammter?|verdammte|blöder?|blöde|dummer?|dumme|alter?|alte|elender?|mieser?) "
        rf")*{_RUDE}( du| bot|"
        r" maschine)?",
        r"(du|das|sie) (langweilst|nervst|ekelst|kotzt|langweilt|nervt|widerst|langweilen|nerven|kotzen) ?(mich|"
        r"uns)?( an| total|"
        r" nur| echt| zu tode)*|(du|das) (nervt|nervst|stinkst|stinkt|bist peinlich)",
        r"(ach |oh |ey )*(halt|halten sie) (die|den|deine|deinen|ihren|ihre)? ?(klappe|mund|maul|fresse|schnauze|"
        r"rand)|"
        r"halts maul|verpiss dich|verzieh dich|hau ab|zieh leine|leck mich( am arsch)?|fick dich|f+ck|scher dich zum "
        r"teufel|"
        r"geh zum teufel|fahr zur hölle|stirb|verrecke|bring dich um|schnauze|klappe|was für ein (scheiß|mist|dreck|"
        r"blödsinn|"
        r"schwachsinn|quatsch)|so ein (scheiß|mist|dreck|blödsinn|schwachsinn|quatsch)|das ist (scheiße|mist|dreck|"
        r"bescheuert|"
        r"dumm|doof|blöd|langweilig|müll|nutzlos)",
        r"ich (hasse|verachte|verabscheue) (dich|sie|euch|das)( so| sehr| alle)*|(niemand|keiner) (mag|liebt|"
        r"braucht) (dich|sie)"
        r"( mehr| eh)?",
    ),
}  # fmt: skip
