"""Know a message that only makes sense after what was said before it."""

import re

from engines.normalised import folded, unaddressed
from engines.small_talk import talk_of

# All of the message is a wish for more: nothing in it to search for.
_BARE = re.compile(
    r"((and|but|so|ok|okay|yes|well|please|oh|hm+|interesting|wow|really|no|can you|could you|would you|will you) )*("
    r"(but )?(why|how|how so|how come|what for|why not|and then|then|so)( (is|was|were|did|would|do|does|are) "
    r"(that|this|it|they|he|she|you|so|not|it so|that so|this so|that happen|it happen|this happen|you do (that|"
    r"it|so|this)"
    r"|you think so|you say (that|so)|you did (that|it)))?( then| exactly| though| so)?|"
    r"(what|how) (happened|came|comes)( next| then| after( that| this)?| afterwards)?|what (next|else|then)|"
    r"(and )?(after that|afterwards|before that|next)|(another( one)?|(any|some)thing (else|more))( to (say|"
    r"add))?( on (that|this))?|"
    r"(please )?(tell|say|give|explain|share)( me| us)?( some| a (bit|little))? ?(more|it|that|further|details)"
    r"( details| detail| please)?( (about|on|of) (it|that|this|him|her|them|those|these|the (subject|matter|topic)))?"
    r"( please| to me)?|"
    r"(some |any )?(more|further)( details?| information| info)?( please)?( (about|on) (it|that|this|him|her|them))?|"
    r"(please )?(go on|continue|carry on|proceed|keep going|elaborate|expand|explain|go deeper|more)"
    r"( (on|about|upon) (it|that|this))?( please| further| a (bit|little))?|"
    r"(tell me )?what do you mean( by (that|this|it))?|what does (that|this|it) mean|meaning|"
    r"(such as|for example|for instance|like what|like|an example|can you give (me )?an example|give (me )?an "
    r"example)|"
    r"(is that|thats|that is) (all|it)|what about (it|that|this|him|her|them)|who else|where else|when else|"
    r"i (want|would like|d like|wish) to (know|hear|learn) more( (about|on) (it|that|this|him|her|them))?|"
    r"(y )?(por que|como|cuentame mas|dime mas|sigue|continua)|(et )?(pourquoi|comment|continue|dites m en plus|"
    r"dis m en plus|raconte)|(und )?(warum|wieso|wie|weiter|erzahl( mir)? mehr|mehr)|(e )?(perche|come|continua)|"
    r"(а )?(почему|как|дальше)"
    r")( please| then| though| now)?"
)
_PRONOUNS = {"he", "she", "him", "her", "his", "hers", "it", "its", "they", "them", "their", "theirs", "that", "this",
             "those", "these", "there", "then", "one", "both"}  # fmt: skip
_LEADING = {"and", "but", "so", "because", "also", "or"}
# Words that carry no matter of their own, so that one further word makes a message lean on the one before.
_EMPTY = {
    "a", "an", "the", "i", "you", "your", "yours", "me", "my", "we", "us", "our", "is", "are", "was", "were", "be",
    "been", "am", "do", "does", "did", "done", "have", "has", "had", "will", "would", "can", "could", "shall", "should",
    "may", "might", "must", "what", "who", "whom", "whose", "when", "where", "why", "how", "which", "if", "of", "to",
    "in", "on", "at", "by", "for", "with", "about", "from", "as", "than", "not", "no", "yes", "really", "ever", "even",
    "just", "very", "much", "many", "more", "any", "some", "tell", "say", "please", "think", "know", "feel", "like",
    "happen", "happened", "mean", "still", "too", "again", "later", "after", "before", "next", "else", "well", "get",
} | _PRONOUNS | _LEADING  # fmt: skip
MAX_WORDS = 12


def is_bare_follow_up(message: str, *, name: str = "") -> bool:
    """“And why?”, “Tell me more about it.”: a wish for more with no matter of its own."""
    return bool(_BARE.fullmatch(unaddressed(folded(message), name)))


def leans_on_before(message: str, *, name: str = "") -> bool:
    """“Did you ever meet him?”, “And in Norway?”: has a matter, but half of it stands in the question before."""
    words = unaddressed(folded(message), name).split()
    if not words or len(words) > MAX_WORDS:
        return False
    content = [word for word in words if word not in _EMPTY]
    return (
        bool(_PRONOUNS & set(words) and len(content) <= 3)
        or (words[0] in _LEADING and len(content) <= 4)
        or (len(content) <= 1 and "you" not in words and "your" not in words)
    )


def question_before(messages: list[str], *, name: str = "") -> str:
    """The last of a user's messages, oldest first, that has a matter of its own; empty when there is none."""
    for message in reversed(messages):
        talk, rest = talk_of(message, name=name)
        if talk is not None and not rest:
            continue
        if not is_bare_follow_up(message, name=name):
            return message
    return ""
