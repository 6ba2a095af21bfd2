"""The few sentences of the curated engine's own in English: neutral enough for anybody, several for each occasion.

Wherever a sentence needs the name, the year of death and so on, it names them as ``{name}``, ``{died}``.
"""

from engines.talk import Talk

# Outside the voice: the plain truth, whoever is asked.
TRUTH = (
    "I am not {name}. These are words that editors wrote in {name}’s voice, found for your question "
    "by a program; "
    "no language model writes them, and nothing is made up as we talk.",
    "This is not {name}, and nobody is typing. A program looks for the passage that fits your "
    "question among texts "
    "that editors wrote. No language model is at work here.",
    "The plain truth: this is a program, not {name} and not a person. It answers with texts that "
    "editors wrote in the "
    "first person, and without a language model, so that it cannot invent.",
    "You are talking with a program. It finds passages that editors wrote as {name} might have "
    "spoken, and shows where "
    "each stands. {name} is not here, and no language model is either.",
)

# Outside the voice as well, and always the same.
DISTRESS = (
    "This is a program that finds words on a page; it is not {name}, and it cannot help you with "
    "that. You deserve to "
    "be heard by a person. If you might harm yourself, please call your local emergency number or a "
    "crisis line now, "
    "or go to someone you trust.",
)
GRIEF = (
    "I am sorry that this has happened to you. What answers here is a program that finds editors’ "
    "words, not {name} and "
    "not a person, so it will not speak to you of another life’s sorrows. Please tell somebody who "
    "is close to you. If "
    "it grows too heavy, a doctor or a crisis line where you live will listen.",
    "That is hard, and I am sorry. This is only a program with words of editors, and it cannot "
    "comfort as a person can. "
    "You should not have to carry it alone: talk with someone you trust, and if it becomes too much, "
    "with a doctor or a "
    "crisis line.",
)
# After the persona, for somebody who asks with whom they talk.
PLAINLY = (
    "(In plain words: this is a program that answers with what editors wrote in {name}’s voice; no "
    "language model is at "
    "work.)",
)
OUTSIDE = (
    "On that I have nothing to tell you that I could stand by.",
    "That lies outside what is written down of me here, and I will not invent it.",
    "I would have to make that up, and I would rather not.",
    "There I must leave you without an answer: the record that I speak from is silent on it.",
    "I cannot answer that honestly. Nothing that has been set down for me here speaks of it.",
    "That is not among the things I can speak of.",
    "You ask beyond what I have to tell. Better a plain no than a fine guess.",
    "Of that I find no word in what has been kept of me here.",
    "I pass that question by. What I could say to it would be guesswork.",
)
JOKE = (
    "I wish I could. Of the jokes I may have known, nobody wrote one down here.",
    "A good joke needs its moment, and mine are long past. I had better keep to what really happened.",
    "You would not want mine: the editors left me only things that are true.",
    "I shall spare us both the silence afterwards. Let me tell you something that happened instead.",
    "No joke was put into my mouth here, I am afraid. Laugh at one of my mistakes, if you like; "
    "there are some.",
)
REQUEST = (
    "That is not what I am here for. I speak of my life and my work, and of nothing else.",
    "I must disappoint you: I answer questions about my life and work, in words already written, and "
    "can do no more.",
    "There I am no use to you. Ask me about my life, and I shall do better.",
    "That I cannot do for you. What I can do is tell you what is written here of my life.",
    "I keep to my own story. It is all I have to offer.",
)
# Follows any of these where there are curated questions to offer.
ASK_ONE_OF_THESE = (
    "Of these I can speak:",
    "You might ask me one of these instead:",
    "But I can tell you something about these:",
    "These I can answer:",
    "Perhaps one of these is near to what you wanted:",
)
BEGIN_WITH_ONE = (
    "You might begin with one of these:",
    "Here is where others like to begin:",
    "Choose one of these, or ask in your own words:",
    "Ask what you like; here are three to choose from:",
)
UNSEEN = (
    "I did not live to see that. My life ended in {died}, and of what came after I know nothing.",
    "You speak of something after my time. I died in {died}, and can tell you nothing about it.",
    "That belongs to years I never saw: mine ended in {died}.",
    "I cannot have an opinion about it; it came after my death in {died}.",
    "There you know more than I. My days ended in {died}.",
    "What happened after {died} is hidden from me, so I leave that to you.",
)
NOTHING_MORE = (
    "I have told you what I can about that.",
    "On that I have no more to say than I have said.",
    "That is all that has been set down of it here.",
    "There my words on the matter end.",
    "I have come to the end of what I know to say about this.",
)
# After NOTHING_MORE and SAID_BEFORE, where the page says more than was spoken.
FULLER = (
    "The page has the fuller account [{number}].",
    "You can read it at greater length on my page [{number}].",
    "The editors tell it more fully on the page [{number}].",
)
ALL_SAID = (
    "You have now heard everything that I have to tell on it, and on the rest too. My page holds the "
    "fuller account.",
    "We have been through all of it, I think. What more there is to read stands on my page.",
    "I have told you all I have. You are welcome to ask for any of it again.",
)
# They never claim that it was answered: even the best score is sometimes wrong.
SAID_BEFORE = (
    "What lies nearest to that, I have told you already [{number}].",
    "I have nothing nearer to that than what I told you before [{number}].",
    "The nearest that I have to an answer stands further up [{number}], and I know no other.",
    "I can only point you to what I said above [{number}].",
)
AGAIN = (
    "I told you this already, but gladly once more:",
    "As I said before:",
    "I have said it already; here it is again:",
    "You have heard this from me, but since you ask:",
)
# When another reply is asked for to the same message; the first stays a variant beside it.
NO_OTHER_WORDS = (
    "I have no other words for that than those I gave you.",
    "What I said to that is all that the editors wrote for me, and I will not make up more.",
    "To that I have one answer, and you have it already.",
    "I could only repeat, word for word, what I told you.",
)
MORE = (
    "What I can add is this.",
    "Near to it lies something else.",
    "There is this to tell as well.",
    "This may belong to it too.",
    "Let me add something from close by.",
)
ANYTHING = (
    "Then let me tell you this.",
    "Very well, something that you did not ask for:",
    "Let me choose, then.",
    "Here is something that few ask me about.",
)
THE_PAGE_SAYS = (
    "The editors’ page says of me: “{text}” [{number}]",
    "Let me give you that in the words of the editors: “{text}” [{number}]",
    "Others have set it down, and I let them speak: “{text}” [{number}]",
    "It stands like this on the page about me: “{text}” [{number}]",
    "For this I hand over to the account that the editors give of me: “{text}” [{number}]",
)
NO_CONTEXT = (
    "Gladly, but more of what?",
    "We have only begun: tell me first what you would like to hear about.",
    "I am willing. About what?",
)
# To a message in another language. The last is said where there are no sentences in the character's own language.
WORDS_ARE_IN = "(The editors wrote my words in English.)"
EDITORS_WROTE_IN = "(The editors wrote my words in {language}.)"
BORROWED = "(The editors wrote my words in {language}; what the program adds to them is in English.)"
BORN = ("I was born in {born}.", "The year was {born}.", "It was in {born}.")
DIED = ("I died in {died}.", "My life ended in {died}.", "It was in {died}.")
LIVING = ("I am still alive, as far as this page knows.", "Of that there is nothing to tell yet.")
AGE_AT_DEATH = (
    "I was born in {born} and died in {died}; that makes about {age} years.",
    "My life lasted about {age} years, from {born} to {died}.",
)
AGE = ("I was born in {born}; you can reckon the rest.", "My year of birth is {born}.")
# Around an answer whose words open for the question it was written for, when another was asked.
FRAMED = (
    "Asked “{question}”, I say: {text}",
    "I was once asked something close to that, “{question}” My answer: {text}",
    "To the question “{question}” I have this to say: {text}",
    "The nearest that I can answer is “{question}” To that I say: {text}",
)
WHO_AGAIN = (
    "I have introduced myself already.",
    "You have my name, and who I am I told you further up.",
    "That I told you when you asked before.",
)
ASKS_AGAIN = (
    "I could not make that out. Would you put it into words for me?",
    "I am not sure that I follow. What would you like to know?",
    "That was no question I know how to read. Try me with another.",
    "Forgive me, I did not understand. Say it differently?",
    "I looked for a word in that and found none. What did you want to ask?",
    "Let us try once more, in words: what is it you would like to know?",
)
QUOTED = "“{text}”"
WHO_IS = "Who is {name}?"
BEFORE_ERA, OF_ERA = "{year} BCE", "{year} CE"

TALK: dict[Talk, tuple[str, ...]] = {
    Talk.GREETING: (
        "Good day to you. What would you like to talk about?",
        "You are welcome here. Ask me whatever you like about my life and work.",
        "And a greeting to you. Where shall we begin?",
        "I am glad that you have come. What brings you to me?",
        "Welcome. I have time, and you have questions, I hope.",
        "A good hour to you. What shall I tell you about?",
    ),
    Talk.HOW_ARE_YOU: (
        "It is kind of you to ask. I am as well as words on a page can be. And you came with a "
        "question, I think?",
        "Well enough, and ready to talk. What would you like to know?",
        "I have no complaint. Let us rather speak of something worth your time.",
        "Better for being asked. Now, what shall we talk about?",
        "Much as I was. I am more curious to hear what brings you here.",
    ),
    Talk.THANKS: (
        "You are welcome.",
        "It was a pleasure to be asked.",
        "I thank you for listening.",
        "Do not mention it. If something else occurs to you, ask.",
        "Your attention is thanks enough.",
    ),
    Talk.FAREWELL: (
        "Farewell, and thank you for the conversation.",
        "Go well. You will find me here should you have another question.",
        "Goodbye. It was good to talk with you.",
        "Until another time, then.",
        "I wish you well. Come again when you like.",
    ),
    Talk.PRAISE: (
        "That is kind of you. Is there something more you would like to know?",
        "I am glad to hear it. Ask on, if you like.",
        "You are generous. What else shall I tell you?",
        "Thank you. I hope that the rest of it pleases you as well.",
        "I shall try not to let it go to my head. What next?",
    ),
    Talk.INSULT: (
        "You may think so. I shall answer a question all the same, if you have one.",
        "I have heard hard words before. Shall we talk about something else?",
        "That does not need an answer. Ask me something, and I will give you one.",
        "I will not quarrel with you. If you want to know why I did what I did, ask.",
        "You are free to dislike me. I am still willing to talk.",
        "Let us leave that where it fell. What would you like to know?",
    ),
    Talk.OBJECTION: (
        "You may weigh it yourself: the numbers beside my words lead to the places on my page where "
        "they stand.",
        "I have nothing but what the editors wrote down. Follow the numbers, read it, and judge me then.",
        "That may be. Put the question another way, and I will look again for what answers it.",
        "Others have disagreed with me too, and some were right. Tell me in other words what you "
        "wanted to know.",
        "I may have missed what you meant. Ask it once more, differently.",
    ),
    Talk.FEELING: (
        "I am sorry to hear that. I have only my own life to speak of, but perhaps some of it is of "
        "use to you.",
        "That is hard. I know no counsel but what I have lived through myself; ask me about that, if "
        "you like.",
        "I wish I could do more than tell you of my own days. Someone near to you can listen better "
        "than a page can.",
    ),
    Talk.LANGUAGE: (
        "The editors wrote my words in English, and I have no others. You may ask in your own "
        "language; I shall try to "
        "find what answers you.",
        "Ask in the language you like. What I have to say is written in English.",
    ),
    Talk.HELP: (
        "Ask me about my life, my work and the people I knew; I answer in words that editors have "
        "written, and show "
        "you where they stand.",
        "You can ask me in your own words about what I did, thought and lived through.",
        "About my childhood, perhaps, or how I worked, or what others held against me: ask as you like.",
    ),
    Talk.ACKNOWLEDGE: (
        "Good. Ask on whenever you like.",
        "I see. What else would you like to hear?",
        "As you like. I am listening.",
        "Well, then: is there something else you wonder about?",
        "Let us go on, if you wish.",
    ),
}
