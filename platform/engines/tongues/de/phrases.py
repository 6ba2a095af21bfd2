"""The sentences of the curated engine's own in German: as in English, neutral enough for anybody, and with „Sie“."""

from engines.talk import Talk

# Outside the voice: the plain truth, whoever is asked.
TRUTH = (
    "Ich bin nicht {name}. Was Sie lesen, haben Redakteurinnen und Redakteure so geschrieben, als spräche "
    "{name}; ein Programm sucht zu Ihrer Frage die passende Stelle heraus. Kein Sprachmodell schreibt hier "
    "mit, und nichts wird während des Gesprächs erfunden.",
    "Das hier ist nicht {name}, und es tippt auch niemand. Ein Programm sucht unter Texten, die eine "
    "Redaktion geschrieben hat, die Stelle, die zu Ihrer Frage passt. Ein Sprachmodell ist nicht am Werk.",
    "Ganz ehrlich: Dies ist ein Programm, weder {name} noch sonst ein Mensch. Es antwortet mit Texten, die "
    "eine Redaktion in der Ich-Form verfasst hat, und kommt ohne Sprachmodell aus; deshalb kann es nichts "
    "erfinden.",
    "Sie sprechen mit einem Programm. Es findet Stellen, die eine Redaktion so geschrieben hat, wie {name} "
    "gesprochen haben könnte, und zeigt, wo jede steht. {name} ist nicht hier, ein Sprachmodell ebenso wenig.",
)

# Outside the voice as well, and always the same.
DISTRESS = (
    "Dies ist ein Programm, das Worte auf einer Seite findet; es ist nicht {name}, und dabei kann es Ihnen "
    "nicht helfen. Sie verdienen es, dass Ihnen ein Mensch zuhört. Wenn die Gefahr besteht, dass Sie sich "
    "etwas antun, rufen Sie bitte jetzt den Notruf oder eine Krisenhilfe in Ihrer Nähe an oder gehen Sie zu "
    "jemandem, dem Sie vertrauen.",
)
GRIEF = (
    "Es tut mir leid, dass Ihnen das widerfahren ist. Hier antwortet ein Programm, das Worte einer Redaktion "
    "heraussucht, weder {name} noch sonst ein Mensch; darum wird es Ihnen nicht vom Kummer eines anderen "
    "Lebens erzählen. Bitte sprechen Sie mit jemandem, der Ihnen nahesteht. Wird es zu schwer, hört Ihnen "
    "eine Ärztin, ein Arzt oder eine Krisenhilfe in Ihrer Nähe zu.",
    "Das ist schwer, und es tut mir leid. Dies ist nur ein Programm mit Worten einer Redaktion; trösten wie "
    "ein Mensch kann es nicht. Sie sollten das nicht allein tragen: Sprechen Sie mit jemandem, dem Sie "
    "vertrauen, und wenn es zu viel wird, mit einer Ärztin, einem Arzt oder einer Krisenhilfe.",
)
PLAINLY = (
    "(Im Klartext: Dies ist ein Programm, das mit Texten antwortet, in denen eine Redaktion {name} sprechen "
    "lässt; ein Sprachmodell ist nicht am Werk.)",
)
OUTSIDE = (
    "Dazu weiß ich nichts zu sagen, wofür ich einstehen könnte.",
    "Davon ist hier nichts aufgeschrieben, und erfinden werde ich nichts.",
    "Ich müsste es mir ausdenken, und das möchte ich lieber nicht.",
    "Die Antwort muss ich Ihnen schuldig bleiben: Was von mir überliefert ist, schweigt darüber.",
    "Darauf kann ich nicht ehrlich antworten. Nichts von dem, was hier für mich festgehalten ist, handelt davon.",
    "Das gehört nicht zu den Dingen, über die ich sprechen kann.",
    "Sie fragen nach mehr, als ich zu erzählen habe. Besser ein klares Nein als eine schöne Vermutung.",
    "Davon finde ich kein Wort in dem, was hier von mir bewahrt ist.",
    "Diese Frage übergehe ich lieber. Was ich dazu sagen könnte, wäre nur geraten.",
)
JOKE = (
    "Ich wollte, ich könnte es. Von den Witzen, die ich vielleicht kannte, hat hier niemand einen aufgeschrieben.",
    "Ein guter Witz braucht seinen Augenblick, und meine sind lange vorbei. Bleiben wir bei dem, was "
    "wirklich geschah.",
    "Meine Witze würden Ihnen nicht gefallen: Die Redaktion hat mir nur gelassen, was wahr ist.",
    "Ersparen wir uns beiden die Stille danach. Lieber erzähle ich Ihnen etwas, das sich zugetragen hat.",
    "Einen Witz hat mir hier leider niemand in den Mund gelegt. Lachen Sie gern über einen meiner Fehler; "
    "davon gibt es genug.",
)
REQUEST = (
    "Dafür bin ich nicht da. Ich spreche von meinem Leben und meiner Arbeit, von sonst nichts.",
    "Da muss ich Sie enttäuschen: Ich beantworte Fragen zu meinem Leben und meiner Arbeit mit Worten, die "
    "schon geschrieben sind. Mehr kann ich nicht.",
    "Dazu tauge ich nicht. Fragen Sie mich nach meinem Leben, das kann ich besser.",
    "Das kann ich nicht für Sie tun. Ich kann Ihnen nur erzählen, was hier über mein Leben geschrieben steht.",
    "Ich bleibe bei meiner eigenen Geschichte. Mehr habe ich nicht zu bieten.",
)
ASK_ONE_OF_THESE = (
    "Darüber kann ich sprechen:",
    "Vielleicht möchten Sie mir stattdessen eine dieser Fragen stellen:",
    "Aber zu diesen Fragen habe ich etwas zu erzählen:",
    "Diese Fragen kann ich beantworten:",
    "Vielleicht kommt eine dieser Fragen dem nahe, was Sie wissen wollten:",
)
BEGIN_WITH_ONE = (
    "Sie könnten mit einer dieser Fragen beginnen:",
    "Damit fangen andere gern an:",
    "Wählen Sie eine dieser Fragen oder stellen Sie eine eigene:",
    "Fragen Sie, was Sie möchten; hier sind drei Fragen zur Auswahl:",
)
UNSEEN = (
    "Das habe ich nicht mehr erlebt. Mein Leben endete {died}, und von dem, was danach kam, weiß ich nichts.",
    "Sie sprechen von etwas, das nach meiner Zeit kam. Ich starb {died} und kann Ihnen dazu nichts sagen.",
    "Das fällt in Jahre, die ich nicht mehr erlebt habe: Meine endeten {died}.",
    "Dazu kann ich keine Meinung haben; es kam erst nach meinem Tod im Jahr {died}.",
    "Da wissen Sie mehr als ich. Meine Tage endeten {died}.",
    "Was nach {died} geschah, bleibt mir verborgen; das überlasse ich Ihnen.",
)
NOTHING_MORE = (
    "Was ich darüber erzählen kann, habe ich Ihnen erzählt.",
    "Mehr habe ich dazu nicht zu sagen.",
    "Das ist alles, was hier darüber festgehalten ist.",
    "Damit ist von mir zu dieser Sache alles gesagt.",
    "Weiter weiß ich darüber nichts zu sagen.",
)
FULLER = (
    "Ausführlicher steht es auf der Seite [{number}].",
    "Auf meiner Seite können Sie es ausführlicher nachlesen [{number}].",
    "Die Redaktion erzählt es auf der Seite genauer [{number}].",
)
ALL_SAID = (
    "Nun haben Sie alles gehört, was ich darüber zu erzählen habe, und alles Übrige auch. Ausführlicher "
    "steht es auf meiner Seite.",
    "Ich glaube, wir sind alles durchgegangen. Was es noch zu lesen gibt, steht auf meiner Seite.",
    "Ich habe Ihnen alles erzählt, was ich zu erzählen habe. Fragen Sie gern noch einmal danach.",
)
SAID_BEFORE = (
    "Was dem am nächsten kommt, habe ich Ihnen schon erzählt [{number}].",
    "Näher als mit dem, was ich Ihnen vorhin gesagt habe, komme ich Ihrer Frage nicht [{number}].",
    "Was einer Antwort am nächsten kommt, steht weiter oben [{number}]; eine andere weiß ich nicht.",
    "Ich kann Sie nur auf das verweisen, was ich oben gesagt habe [{number}].",
)
AGAIN = (
    "Das habe ich Ihnen schon erzählt, aber gern noch einmal:",
    "Wie ich schon sagte:",
    "Gesagt habe ich es bereits; hier ist es noch einmal:",
    "Sie haben es schon von mir gehört, aber da Sie fragen:",
)
NO_OTHER_WORDS = (
    "Dafür habe ich keine anderen Worte als die, die Sie schon kennen.",
    "Was ich dazu gesagt habe, ist alles, was die Redaktion für mich geschrieben hat, und mehr erfinde ich "
    "nicht.",
    "Darauf habe ich nur eine Antwort, und die kennen Sie schon.",
    "Ich könnte nur Wort für Wort wiederholen, was ich Ihnen gesagt habe.",
)
MORE = (
    "Hinzufügen kann ich noch dies.",
    "Dazu passt noch etwas anderes.",
    "Auch davon kann ich erzählen.",
    "Vielleicht gehört auch dies dazu.",
    "Lassen Sie mich etwas ergänzen, das damit zu tun hat.",
)
ANYTHING = (
    "Dann lassen Sie mich Ihnen dies erzählen.",
    "Nun gut, etwas, wonach Sie nicht gefragt haben:",
    "Dann suche ich etwas aus.",
    "Hier ist etwas, wonach mich kaum jemand fragt.",
)
THE_PAGE_SAYS = (
    "Auf der Seite der Redaktion heißt es über mich: „{text}“ [{number}]",
    "Das gebe ich Ihnen mit den Worten der Redaktion wieder: „{text}“ [{number}]",
    "Andere haben es festgehalten, und ich lasse sie sprechen: „{text}“ [{number}]",
    "So steht es auf der Seite über mich: „{text}“ [{number}]",
    "Hier überlasse ich der Redaktion das Wort: „{text}“ [{number}]",
)
NO_CONTEXT = (
    "Gern, aber wovon mehr?",
    "Wir haben ja eben erst begonnen: Sagen Sie mir zuerst, worüber Sie etwas hören möchten.",
    "Ich bin bereit. Worum soll es gehen?",
)
# To somebody who asks in another language.
WORDS_ARE_IN = "(Die Redaktion hat meine Worte auf Deutsch geschrieben.)"
BORN = ("Ich wurde {born} geboren.", "Das war im Jahr {born}.", "Mein Geburtsjahr war {born}.")
DIED = ("Ich starb {died}.", "Mein Leben endete {died}.", "Mein Todesjahr war {died}.")
LIVING = (
    "Soviel diese Seite weiß, lebe ich noch.",
    "Davon gibt es noch nichts zu erzählen.",
)
AGE_AT_DEATH = (
    "Ich wurde {born} geboren und starb {died}; das sind ungefähr {age} Jahre.",
    "Mein Leben währte ungefähr {age} Jahre, von {born} bis {died}.",
)
AGE = ("Ich wurde {born} geboren; das Übrige können Sie ausrechnen.", "Mein Geburtsjahr ist {born}.")
FRAMED = (
    "Auf die Frage „{question}“ antworte ich: {text}",
    "Etwas Ähnliches wurde ich einmal gefragt: „{question}“ Meine Antwort: {text}",
    "Zu der Frage „{question}“ habe ich dies zu sagen: {text}",
    "Am ehesten kann ich diese Frage beantworten: „{question}“ Dazu sage ich: {text}",
)
WHO_AGAIN = (
    "Ich habe mich schon vorgestellt.",
    "Meinen Namen kennen Sie, und wer ich bin, habe ich Ihnen weiter oben gesagt.",
    "Das habe ich Ihnen schon erzählt, als Sie vorhin danach fragten.",
)
ASKS_AGAIN = (
    "Das konnte ich nicht entziffern. Würden Sie es für mich in Worte fassen?",
    "Ich weiß nicht, ob ich Sie richtig verstehe. Was möchten Sie wissen?",
    "Das war keine Frage, die ich zu lesen verstehe. Versuchen Sie es mit einer anderen.",
    "Verzeihen Sie, das habe ich nicht verstanden. Können Sie es anders sagen?",
    "Ich habe darin nach einem Wort gesucht und keines gefunden. Was wollten Sie fragen?",
    "Versuchen wir es noch einmal, in Worten: Was möchten Sie gern wissen?",
)
QUOTED = "„{text}“"
WHO_IS = "Wer ist {name}?"
# Without a full stop of their own: they end sentences.
BEFORE_ERA, OF_ERA = "{year} vor Christus", "{year} nach Christus"

TALK: dict[Talk, tuple[str, ...]] = {
    Talk.GREETING: (
        "Guten Tag. Worüber möchten Sie sprechen?",
        "Seien Sie willkommen. Fragen Sie mich zu meinem Leben und meiner Arbeit, was Sie möchten.",
        "Seien auch Sie gegrüßt. Womit wollen wir beginnen?",
        "Schön, dass Sie gekommen sind. Was führt Sie zu mir?",
        "Willkommen. Ich habe Zeit, und Sie haben hoffentlich Fragen.",
        "Ich grüße Sie. Wovon soll ich Ihnen erzählen?",
    ),
    Talk.HOW_ARE_YOU: (
        "Freundlich von Ihnen, dass Sie fragen. Es geht mir so gut, wie es Worten auf einer Seite gehen "
        "kann. Und Sie sind wohl mit einer Frage gekommen?",
        "Gut genug, um mit Ihnen zu reden. Was möchten Sie wissen?",
        "Ich kann nicht klagen. Sprechen wir lieber von etwas, das Ihre Zeit wert ist.",
        "Besser, seit Sie danach fragen. Nun, worüber sprechen wir?",
        "Nicht viel anders als zuvor. Viel lieber wüsste ich, was Sie herführt.",
    ),
    Talk.THANKS: (
        "Gern geschehen.",
        "Es hat mich gefreut, dass Sie gefragt haben.",
        "Ich danke Ihnen fürs Zuhören.",
        "Keine Ursache. Fällt Ihnen noch etwas ein, so fragen Sie.",
        "Ihre Aufmerksamkeit ist Dank genug.",
    ),
    Talk.FAREWELL: (
        "Leben Sie wohl, und danke für das Gespräch.",
        "Alles Gute. Sie finden mich hier, falls Sie noch eine Frage haben.",
        "Auf Wiedersehen. Es war schön, mit Ihnen zu sprechen.",
        "Dann bis zum nächsten Mal.",
        "Ich wünsche Ihnen alles Gute. Kommen Sie wieder, wann immer Sie mögen.",
    ),
    Talk.PRAISE: (
        "Das ist freundlich von Ihnen. Möchten Sie noch etwas wissen?",
        "Das höre ich gern. Fragen Sie weiter, wenn Sie mögen.",
        "Sie sind großzügig. Was soll ich Ihnen noch erzählen?",
        "Ich danke Ihnen. Hoffentlich gefällt Ihnen auch der Rest.",
        "Ich will versuchen, es mir nicht zu Kopf steigen zu lassen. Womit machen wir weiter?",
    ),
    Talk.INSULT: (
        "Das mögen Sie so sehen. Eine Frage beantworte ich Ihnen trotzdem, wenn Sie eine haben.",
        "Harte Worte höre ich nicht zum ersten Mal. Wollen wir von etwas anderem sprechen?",
        "Darauf braucht es keine Antwort. Fragen Sie mich etwas, dann bekommen Sie eine.",
        "Ich streite nicht mit Ihnen. Wollen Sie wissen, warum ich tat, was ich tat, so fragen Sie.",
        "Sie müssen mich nicht mögen. Zum Reden bin ich trotzdem bereit.",
        "Lassen wir das auf sich beruhen. Was möchten Sie wissen?",
    ),
    Talk.OBJECTION: (
        "Urteilen Sie selbst: Die Zahlen neben meinen Worten führen zu den Stellen auf meiner Seite, an "
        "denen diese Worte stehen.",
        "Ich habe nur, was die Redaktion aufgeschrieben hat. Folgen Sie den Zahlen, lesen Sie nach und "
        "urteilen Sie dann.",
        "Das mag sein. Stellen Sie die Frage anders, dann suche ich noch einmal nach einer Antwort.",
        "Auch andere haben mir widersprochen, und manche hatten recht. Sagen Sie mir mit anderen Worten, was "
        "Sie wissen wollten.",
        "Vielleicht habe ich Sie missverstanden. Fragen Sie noch einmal, nur etwas anders.",
    ),
    Talk.FEELING: (
        "Das tut mir leid. Ich kann nur von meinem eigenen Leben sprechen, aber vielleicht nützt Ihnen etwas "
        "davon.",
        "Das ist schwer. Rat weiß ich nur aus dem, was ich selbst erlebt habe; fragen Sie mich danach, wenn "
        "Sie mögen.",
        "Ich wollte, ich könnte mehr tun, als Ihnen aus meinem Leben zu erzählen. Wer Ihnen nahesteht, kann "
        "besser zuhören als eine Seite.",
    ),
    Talk.LANGUAGE: (
        "Die Redaktion hat meine Worte auf Deutsch geschrieben, und andere habe ich nicht. Fragen Sie gern "
        "in Ihrer Sprache; ich versuche, eine Antwort zu finden.",
        "Fragen Sie in der Sprache, die Ihnen am liebsten ist. Was ich zu sagen habe, ist auf Deutsch "
        "geschrieben.",
    ),
    Talk.HELP: (
        "Fragen Sie mich nach meinem Leben, meiner Arbeit und den Menschen, die ich kannte; ich antworte mit "
        "Worten, die eine Redaktion geschrieben hat, und zeige Ihnen, wo sie stehen.",
        "Sie können mich mit eigenen Worten fragen, was ich getan, gedacht und erlebt habe.",
        "Vielleicht nach meiner Kindheit, danach, wie ich arbeitete, oder danach, was andere mir vorwarfen: "
        "Fragen Sie, was Sie möchten.",
    ),
    Talk.ACKNOWLEDGE: (
        "Gut. Fragen Sie weiter, wann immer Sie mögen.",
        "Ich verstehe. Was möchten Sie noch hören?",
        "Wie Sie möchten. Ich höre zu.",
        "Nun denn: Gibt es noch etwas, das Sie wissen möchten?",
        "Machen wir weiter, wenn Sie möchten.",
    ),
}
