"""German messages that only make sense after what was said before them."""

from engines.tongues.de.spelling import read_as, words
from engines.tongues.tongue import FollowUps

BARE = read_as(
    r"((und|aber|also|ok|okay|ja|nein|gut|nun|bitte|ach|oh|hm+|interessant|wow|echt|wirklich|"
    r"kannst du|können sie|könntest du|könnten sie|würdest du|würden sie|mir|uns) )*("
    # Why and how.
    r"(aber )?(warum|wieso|weshalb|weswegen|wie|wie kam es dazu|wie denn|wie das|wieso das|"
    r"wieso denn( das)?|warum denn( das)?|warum das|wozu|wofür|warum nicht|und dann|dann|so)"
    r"( (ist|war|kam|geschah|passierte) (das|dies|es)( so)?|"
    r" (denkst du|denken sie|meinst du|meinen sie|sagst du|sagen sie|glaubst du|glauben sie) (das|so)|"
    r" (hast du|haben sie) (das|dies) (getan|gemacht|gesagt)| (tatest du|taten sie) das)?"
    r"( denn| genau| eigentlich| aber| so| das)?|"
    # What then, what else.
    r"(was|wie) (geschah|passierte|kam|ging es|war)( dann| danach| als nächstes| weiter| später| daraufhin)+|"
    r"(was|und) (dann|danach|sonst|noch|weiter|sonst noch)|was sonst( noch)?|"
    r"(danach|später|vorher|davor|als nächstes)|"
    r"(noch )?(etwas|eins|einen|eine|was)( anderes| mehr)?( dazu| darüber)?( zu sagen| sagen)?|"
    # Tell me more, go on.
    r"(erzähl|erzähle|erzählen|sag|sage|sagen|berichte|berichten|gib|geben|erkläre|erklär|erklären|"
    r"verrate|verraten)( sie)?( mir| uns| bitte| doch| mal)*( noch)?( etwas| ein bisschen| ein wenig| was)? ?"
    r"(mehr|weiter|das|dies|genauer|näher|es|ausführlicher|näheres|genaueres|einzelheiten|details)"
    r"( darüber| davon| dazu| über ihn| über sie| über das| bitte| genauer| näher)*|"
    r"(noch |etwas |ein bisschen |gern |gerne |bitte )*"
    r"(mehr|weiter|weitere einzelheiten|mehr einzelheiten|mehr details|details|näheres|genaueres)"
    r"( darüber| davon| dazu| bitte| erzählen| sagen| erfahren| hören| wissen)*|"
    r"(das |es |etwas |bitte |noch |näher |genauer |weiter |ausführlicher |mehr )*"
    r"(erzählen|erklären|ausführen|wiederholen|erläutern|fortfahren|weitererzählen|weiterreden)( bitte)?|"
    r"(fahr|fahre|fahren sie|mach|machen sie|red|reden sie|sprich|sprechen sie)( bitte| doch| nur)* "
    r"(fort|weiter)|weiter|weiter so|"
    # Say it again.
    r"(wiederhol|wiederhole|wiederholen sie)"
    r"( das| es| dies| bitte| doch| mal| noch mal| nochmal| noch einmal| mir| uns| ihre antwort| deine antwort)*|"
    # What does it mean, for example.
    r"(was|wie) (meinst du|meinen sie)( damit| das| genau)*|"
    r"was (heißt|bedeutet|soll) (das|dies)( heißen| bedeuten)?( genau| denn)*|"
    r"(zum beispiel|beispielsweise|etwa|ein beispiel|zum beispiel was|was zum beispiel|"
    r"(hast du|haben sie|gibt es) (dafür )?(ein )?beispiele?( dafür)?|"
    r"(nenn|nenne|nennen sie)( mir)? (ein )?beispiele?)|"
    # Is that all, who else.
    r"(ist|war) das (alles|schon alles)|das ist alles|was ist (mit|damit)( ihm| ihr| ihnen| dem)?|"
    r"wer (sonst|noch|sonst noch)|wo (sonst|noch)|wann (sonst|noch)|"
    r"ich (möchte|will|würde|wüsste)( gern| gerne)?( noch)? mehr"
    r"( darüber| davon| dazu| über ihn| über sie)*( wissen| hören| erfahren)*"
    r")( bitte| dann| denn| aber| jetzt| nun)?"
)
PRONOUNS = words(
    "er ihn ihm sein seine seinen seiner seinem ihr ihre es das dies diese dieser dieses diesen diesem jene jener "
    "dort da damals "
    "dabei damit daran darauf darin darüber dafür dagegen davon dazu danach davor beide beiden einer eine"
)
LEADING = words("und aber also weil auch oder denn sondern")
# “Sie” is the one that is spoken to, and in a thousand places somebody else: it carries no matter.
EMPTY = words(
    "ein eine einen einem einer der die das den dem des ich du sie ihnen ihr ihre ihren dein deine deinen mir mich "
    "mein meine wir uns "
    "unser ist sind war waren bin bist warst wart gewesen sein wird werden wurde wurden wurdest worden haben habe "
    "hast hat hatte hatten "
    "hattest tun tust tat taten tatest getan machen machst machte machten gemacht kann kannst können konnte konnten "
    "konntest will wollen "
    "wollte wollten wolltest soll sollen sollte sollten darf dürfen durfte durften muss müssen musste mussten "
    "musstest würde würden würdest "
    "möchte möchten was wer wen wem wessen wann wo warum wieso weshalb wie welche welcher welches welchen wenn ob "
    "von zu zum zur in im an "
    "am auf bei für mit über aus als nicht nein ja wirklich je jemals sogar nur sehr viel viele mehr etwas einige "
    "sagen sag erzählen erzähl "
    "bitte denken denkst gedacht meinen meinst wissen weißt wusstest wussten mögen mochten mochtest geschah "
    "passierte passiert geschehen noch "
    "schon immer auch wieder später nach vor nächste sonst gut denn doch mal einmal eigentlich so dann ganz gern "
    "gerne sich"
) | PRONOUNS | LEADING  # fmt: skip

FOLLOW_UPS = FollowUps(
    bare=BARE,
    pronouns=PRONOUNS - words("sein ihr ihre einer eine das da"),
    leading=LEADING,
    empty=EMPTY,
    you=words("du dich dir dein deine deinen deinem deiner sie ihnen ihr ihre ihren ihrem ihrer"),
)
