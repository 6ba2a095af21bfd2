"""The plain facts of a life that are asked for in so many words."""

from enum import Enum


class Fact(Enum):
    BORN = "born"
    DIED = "died"
    HOW_DIED = "how died"
    AGE = "age"
    AGE_AT_DEATH = "age at death"
    CHILDREN = "children"
    SPOUSE = "spouse"
    LANGUAGES = "languages"
