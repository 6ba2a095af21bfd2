"""The kinds of small talk."""

from enum import Enum


class Talk(Enum):
    """What a clause is when it is no question about the character's life. The order is that of importance."""

    DISTRESS = "distress"
    GRIEF = "grief"
    IS_IT_REAL = "is it real"
    JOKE = "joke"
    REQUEST = "request"
    INSULT = "insult"
    OBJECTION = "objection"
    WHO = "who"
    WHO_SPEAKS = "who speaks"
    HELP = "help"
    ANYTHING = "anything"
    LANGUAGE = "language"
    HOW_ARE_YOU = "how are you"
    FEELING = "feeling"
    FAREWELL = "farewell"
    THANKS = "thanks"
    PRAISE = "praise"
    GREETING = "greeting"
    ACKNOWLEDGE = "acknowledge"
