"""English messages that only make sense after what was said before them."""

import re

from engines.tongues.tongue import FollowUps

# All of the message is a wish for more: nothing in it to search for.
BARE = re.compile(
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
PRONOUNS = {"he", "she", "him", "her", "his", "hers", "it", "its", "they", "them", "their", "theirs", "that", "this",
             "those", "these", "there", "then", "one", "both"}  # fmt: skip
LEADING = {"and", "but", "so", "because", "also", "or"}
# Words that carry no matter of their own, so that one further word makes a message lean on the one before.
EMPTY = {
    "a", "an", "the", "i", "you", "your", "yours", "me", "my", "we", "us", "our", "is", "are", "was", "were", "be",
    "been", "am", "do", "does", "did", "done", "have", "has", "had", "will", "would", "can", "could", "shall", "should",
    "may", "might", "must", "what", "who", "whom", "whose", "when", "where", "why", "how", "which", "if", "of", "to",
    "in", "on", "at", "by", "for", "with", "about", "from", "as", "than", "not", "no", "yes", "really", "ever", "even",
    "just", "very", "much", "many", "more", "any", "some", "tell", "say", "please", "think", "know", "feel", "like",
    "happen", "happened", "mean", "still", "too", "again", "later", "after", "before", "next", "else", "well", "get",
} | PRONOUNS | LEADING  # fmt: skip

FOLLOW_UPS = FollowUps(
    bare=BARE,
    pronouns=frozenset(PRONOUNS),
    leading=frozenset(LEADING),
    empty=frozenset(EMPTY),
    you=frozenset(("you", "your")),
)
