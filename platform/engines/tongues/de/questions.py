"""How birth, death and what else is a plain fact are asked for in German."""

from engines.fact import Fact
from engines.tongues.de.spelling import read_as, words
from engines.tongues.tongue import Questions

_WHEN = (
    r"(wann|wo|wann und wo|wo und wann|(in|an) welche[mnr] (genauen )?(jahr|tag|datum|monat|stadt|ort|dorf|land)|"
    r"zu welcher zeit)"
)
_YOU = r"(du|sie|ihr)"
_YOUR = r"(dein|deine|deinem|ihr|ihre|ihrem|das|der|die)"
_MORE = r"( denn| eigentlich| genau| überhaupt| bitte)*"
_HAVE_YOU = r"(hast du|haben sie|hattest du|hatten sie)"

FACTS = {
    fact: read_as(pattern)
    for fact, pattern in {
        Fact.BORN: rf"{_WHEN}{_MORE} (bist|sind|wurdest|wurden|warst|waren) {_YOU}{_MORE} (geboren|auf die welt "
        rf"gekommen|zur welt "
        rf"gekommen)( worden)?|{_WHEN}{_MORE} (kamst|kamen) {_YOU}{_MORE} (zur|auf die) welt|"
        rf"(wann|was|wo) (ist|war|hast du|haben sie){_MORE} ({_YOUR} )?(geburtstag|geburtsdatum|geburtsjahr|"
        rf"geburtsort|"
        rf"heimatstadt|geburt)|({_YOUR} )?(geburtstag|geburtsdatum|geburtsjahr|geburtsort)|"
        rf"(woher|von wo) (kommst|kommen|stammst|stammen) {_YOU}{_MORE}( her)?|aus welche[mr] (stadt|land|dorf|ort) "
        rf"(kommst|kommen|"
        rf"stammst|stammen) {_YOU}{_MORE}|wo kommst du her|wo kommen sie her",
        Fact.HOW_DIED: rf"(wann und )?(wie|woran|wodurch|weshalb|warum|auf welche weise) (bist|sind|seid) "
        rf"{_YOU}{_MORE} (gestorben|"
        rf"verstorben|umgekommen|ums leben gekommen|getötet worden|ermordet worden|hingerichtet worden)|"
        rf"(wie|woran) (starbst|starben|verstarbst|verstarben) {_YOU}{_MORE}|(was war|was ist) (die|deine|ihre) "
        rf"(todesursache|ursache "
        rf"(deines|ihres) todes)|(deine|ihre )?todesursache|wie (wurdest|wurden) {_YOU}{_MORE} (getötet|ermordet|"
        rf"hingerichtet|umgebracht)|"
        rf"wie (kamst|kamen) {_YOU}{_MORE} ums leben|wie endete (dein|ihr) leben|(erzähl|erzähle|erzählen sie)( "
        rf"mir)? von (deinem|ihrem) "
        rf"tod|(dein|ihr) tod|wer hat (dich|sie) (getötet|ermordet|umgebracht)",
        Fact.DIED: rf"{_WHEN}{_MORE} (bist|sind|seid) {_YOU}{_MORE} (gestorben|verstorben|umgekommen|ums leben "
        rf"gekommen|getötet worden|"
        rf"ermordet worden|hingerichtet worden)|{_WHEN}{_MORE} (starbst|starben|verstarbst|verstarben) {_YOU}{_MORE}|"
        rf"{_WHEN}{_MORE} (wurdest|wurden) {_YOU}{_MORE} (getötet|ermordet|hingerichtet|umgebracht)|(wann|was|wo) "
        rf"(ist|war){_MORE} "
        rf"{_YOUR} (todestag|todesjahr|todesdatum|sterbeort|todesort|tod)|({_YOUR} )?(todestag|todesjahr|todesdatum|"
        rf"sterbeort)",
        Fact.AGE_AT_DEATH: rf"(wie alt|in welchem alter|mit wie ?vielen? jahren) ((wurdest|wurden|starbst|starben) "
        rf"{_YOU}{_MORE}|"
        rf"(bist|sind|warst|waren) {_YOU}{_MORE} (geworden|gestorben|verstorben|(als|bei|beim|zum) .*(tod|todes|tode|"
        rf"gestorben|"
        rf"starbst|starben).*))|(wie lange|wie viele jahre) (hast du|haben sie|lebtest du|lebten sie){_MORE}( "
        rf"gelebt)?",
        Fact.CHILDREN: rf"wie ?viele (kinder|söhne|töchter|söhne und töchter|nachkommen) ({_HAVE_YOU}|gab "
        rf"es){_MORE}( gehabt| bekommen|"
        rf" großgezogen)?( insgesamt)?|{_HAVE_YOU}{_MORE}( eigene| auch| selbst| jemals)* (kinder|ein kind|einen "
        rf"sohn|eine tochter|söhne|"
        rf"töchter|nachkommen|eine familie)( gehabt| bekommen)?|(warst|waren|bist|sind) {_YOU}{_MORE} (mutter|vater|"
        rf"eine mutter|ein vater)|"
        rf"(deine|ihre) kinder",
        Fact.SPOUSE: rf"(mit wem|wen) (warst|waren|hast|haben|bist|sind) {_YOU}{_MORE}( verheiratet| geheiratet)|"
        rf"(warst|waren|bist|sind) {_YOU}{_MORE}( jemals| je)* verheiratet|{_HAVE_YOU}{_MORE}( jemals| je)* "
        rf"(geheiratet|eine "
        rf"(frau|ehefrau)|einen (mann|ehemann))( gehabt)?|(wer|wie) (war|ist|hieß|heißt) (deine|ihre|dein|ihr) (frau|"
        rf"ehefrau|mann|ehemann|"
        rf"gattin|gatte)|(was|wie) (war|ist|lautete) der name (deiner|ihrer|deines|ihres) (frau|ehefrau|mannes|"
        rf"ehemannes)",
        Fact.LANGUAGES: rf"(welche|wie ?viele)( anderen?| fremden?)? (sprachen|fremdsprachen) (sprachst|sprachen|"
        rf"sprichst|sprechen|"
        rf"konntest|konnten|kannst|können|kanntest|kannten|beherrschst|beherrschten|beherrschtest|beherrschen) "
        rf"{_YOU}{_MORE}( sprechen)?|"
        rf"(sprachst|sprachen|sprichst|sprechen|{_HAVE_YOU}|konntest|konnten) ?{_YOU}?{_MORE}( viele| andere| "
        rf"mehrere| fremde)* "
        rf"(sprachen|fremdsprachen)( gesprochen| sprechen)?",
        Fact.AGE: rf"wie alt (bist|sind|warst|waren) {_YOU}{_MORE}( heute| jetzt)?|(was ist )?(dein|ihr) alter|wie "
        rf"alt",
    }.items()
}  # fmt: skip
QUESTIONS = Questions(
    facts=FACTS,
    lead=read_as(
        r"^((und|aber|also|ok|gut|nun|hallo|guten tag|bitte|sag|sage|sagen sie|sag mir|sagen sie mir|erzähl mir|"
        r"weißt du|wissen sie|kannst du mir sagen|können sie mir sagen|darf ich fragen) )+"
    ),
    who=read_as(
        r"^(?:(?:und|aber|also|bitte|ok|hallo|nun) )*"
        r"wer (?:ist|war|sind|waren)(?: denn| eigentlich| genau| überhaupt| nochmal)* (?!(?:du|sie|ihr|ich|er|es|wir|"
        r"das|dies|diese|"
        r"dieser|dieses|jene|dein|deine|ihre|mein|meine|der|die|den|dem|ein|eine|einer|in|an|am|auf|für|mit|bei|da|"
        r"dort|hier|noch|"
        r"mehr|besser|wirklich|alles)\b)((?:\w+ ?){1,4}?)(?: für (?:dich|sie)| noch ?mal)?$"
    ),
    asks_who=read_as(r"wer\b"),
    no_names=words(
        "für dein deine deiner ihr ihre ihrer sie du in hinter an auf mit bei schuld schuldig verantwortlich "
        "beteiligt richtig "
        "falsch besser schlimmer beste schlimmste gegen unter außer dafür dagegen daran"
    ),
    of_children=read_as(
        r"\b(dein|deine|deinen|deiner|ihr|ihre|ihren|ihrer)( \w+)? (kind|kinder|kindern|sohn|söhne|tochter|töchter)\b"
    ),
)
