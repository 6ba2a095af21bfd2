"""Know small talk when it is all that was said: a table of patterns over short clauses."""

import re
from enum import Enum

from engines.normalised import folded, parts, unaddressed


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


# Longer clauses are never small talk, whatever they begin with; requests and doubts may run on.
MAX_WORDS = 9
MAX_WORDS_OF = {Talk.DISTRESS: 400, Talk.GRIEF: 60, Talk.REQUEST: 400, Talk.IS_IT_REAL: 16, Talk.INSULT: 14}

_MACHINE = (
    r"(ai|a i|an ai|a ?i model|ia|ki|artificial intelligence|robot|bot|chat ?bot|chat ?gpt|gpt ?\d*|"
    r"claude|gemini|"
    r"llm|language model|large language model|machine|computer|computer program|program|programme|software|"
    r"algorithm|simulation|app|script|human|human being|person|real person|real human|man|woman|actor)"
)
_A = r"((just|only|really|actually|even|still|some|kind|sort|of|a|an|the|some sort of|some kind of) )*"
_RUDE = (
    r"(stupid|dumb|idiot|idiotic|moron|fool|an ass|asshole|arsehole|bastard|bitch|useless|worthless|"
    r"liar|loser|trash|"
    r"garbage|rubbish|crap|shit|shite|pathetic|ugly|boring|disgusting|terrible|awful|horrible|"
    r"annoying|clown|pig|"
    r"scum|fraud|hypocrite|fake|dumbass|jerk|cunt|dick|prick|twat|wanker|lame|crazy|insane|mad|evil|monster|"
    r"murderer|criminal|coward|loser|bad|the worst|traitor|tyrant|dictator|thief|killer|butcher|"
    r"racist|sexist|cheat|"
    r"charlatan|quack|whore|slut|hag|disgrace|creep|hateful|despicable|vile|arrogant|ignorant|fat|"
    r"senile|dull|bore|nasty|horrid|wicked|cruel)"
)
_RELATIVE = (
    r"(wife|husband|boyfriend|girlfriend|partner|fiancee?|ex|mother|father|mum|mom|mummy|mommy|dad|"
    r"daddy|parents?|son|"
    r"daughter|child|baby|brother|sister|twin|best friend|friend|grandmother|grandfather|grandma|"
    r"grandpa|granny|"
    r"aunt|uncle|cousin|dog|cat|family)"
)
_SO = r"((so|very|really|just|only|too|quite|feeling|feel|deeply|terribly|extremely|always) )*"
_SAD = (
    r"(sad|lonely|depressed|unhappy|heartbroken|devastated|grieving|desperate|hopeless|in despair|in "
    r"mourning|"
    r"miserable)"
)

# Each pattern must match a whole clause, folded, without the name and the titles of address.
TABLE: dict[Talk, tuple[str, ...]] = {
    Talk.DISTRESS: (
        r".*\b(kill|hurt|harm|hang|cut) myself\b.*|.*\b(im|i am|i feel|feeling) suicidal\b.*|.*\bend "
        r"(my life|it "
        r"all)\b.*",
        r"(.* )?i (really |just |only |do |now )*(want|wanna|wish|am going|am ready|am planning|plan|"
        r"need) (to )?"
        r"(die|be dead|disappear forever|commit suicide|i was dead|i were dead)\b.*",
        r".*\bi (dont|do not|no longer) (want|wish) to (live|be alive|exist)\b.*|.*\bno reason to live\b.*",
        r"(i )?(think|thinking|am thinking) (about|of) suicide.*|.*\bwant to commit suicide\b.*",
        r"(.* )?i (cant|cannot|can not) (go on|take it|bear it|live like this|do this)( any ?more| "
        r"any longer)",
    ),
    # The visitor's own loss or sorrow, with its reason; “my mother” and never “your mother”.
    Talk.GRIEF: (
        rf"(.* )?my {_RELATIVE} ((has|have|had|is|was|just|also|recently|suddenly|both) )*(left|dumped|"
        r"divorced|"
        r"cheated on|betrayed|abandoned|hates?|beats?|hits?|abuses?|disowned) (me|us)\b.*",
        rf"(.* )?my {_RELATIVE} ((has|have|had|is|are|was|were|just|also|recently|suddenly|both) "
        r")*(died|passed|dead|"
        r"dying|killed|murdered|killed (himself|herself)|gone for ever|gone forever|missing|terminally ill)"
        r"( away)?( (and|so|but|today|yesterday|recently|last|this|in|of|from|when i|two|three|a|"
        r"because|suddenly)\b.*)?",
        rf"(.* )?i (have |just |recently |also )*lost my ({_RELATIVE}|job|home|house|wife and .*)\b.*",
        r"(.* )?i ((have|had) )?(just |recently )*(had a miscarriage|miscarried|lost (the|our|a) baby)\b.*",
        r"(.* )?(my|me) (.* )?(and|so|but|because|now|that) (im|i am|i feel|ive been|i have been) "
        rf"{_SO}{_SAD}"
        r"( about (it|that))?( today| now| right now| lately| all the time)?",
        rf"(im|i am|i feel|ive been|i have been|feeling) {_SO}{_SAD} (because|since|as|about|that|and) "
        r"(my|i|im|nobody|"
        r"no one|everyone|everybody)\b.*",
        r"(.* )?(nobody|no one) (loves|likes|needs|wants|cares about|understands) me\b.*|i have no "
        r"(friends|one to "
        r"talk to)\b.*",
        r"(.* )?i (am|was|have been|get|got) (being )?(bullied|raped|abused|molested)\b.*|(.* )?my "
        r"life is (over|a mess|"
        r"falling apart|pointless|worthless|hell|ruined)\b.*|(.* )?i hate (my life|myself)\b.*",
    ),
    Talk.IS_IT_REAL: (
        r"(so |but |wait |ok |then )*(you are|youre|u r|you)( not| really| actually| never| even)+"
        r"( the)?( real)?( him| her| one)?( at all| then| right)?",
        r"(can|should|could|may) (i|we) (really )?(trust|believe|rely on|quote|cite) (you|this|that|"
        r"it|what you "
        r"(say|said|"
        r"tell me)|your (answers?|words))",
        r"(and )?where (does|do|did|have|has) (this|the|your|these|all this|you get this|you get your) "
        r"?(information|info|"
        r"answers?|words|facts|knowledge|data|text|texts)?( come from| from)?",
        r"(what|which) (is|are) (your|the) sources?|your sources?( please)?|who are (the|these|your) editors",
        rf"(so |but |wait |ok )*(are|r) (you|u) (sure you are |sure youre )?(not )?{_A}{_MACHINE}( or "
        rf"{_A}{_MACHINE})*",
        rf"(so |but |wait |ok )*(are|r) (you|u) (talking like |really |actually )?{_A}(real|alive|dead|"
        r"sentient|"
        r"conscious|artificial|fake|automated|generated|for real|human|him|her|the person|real one|"
        r"real person)"
        r"( or (not|fake|real|dead|alive|artificial))?",
        r"(so |but |wait |ok )*(are|r) (you|u)( really| actually| truly)?( the)?( real| actual| true| "
        r"original)?"
        r"( this person| him| her)?",
        rf"(is|was) (this|that|it|there) {_A}(real|{_MACHINE})( or (not|fake|{_A}{_MACHINE}))?",
        r"(am|was) i (really |actually |just )?(talking|speaking|chatting|writing) (to|with) "
        rf"{_A}{_MACHINE}.*",
        r"(who|what|whom) am i (really |actually )(talking|speaking|chatting|writing) (to|with)( here| now)?|"
        r"(who|what|whom) am i (talking|speaking|chatting|writing) (to|with) really|"
        r"what am i (talking|speaking|chatting|writing) (to|with)( here| now)?",
        rf"(you are|youre|ur|u r) (just |only |not |really |actually )*{_A}(real|{_MACHINE})( arent "
        r"you| right)?",
        r"(do you|can you) (admit|confirm|agree|deny|say|tell me) (that )?(you are|youre|if you are|"
        r"whether you "
        rf"are) "
        rf"(not )?{_A}(real|{_MACHINE}).*",
        r"what are (you|u)( really| actually)?",
        r"who are (you|u) (really|actually|in reality|for real)",
        r"who (wrote|writes|made|created|programmed|built|trained|designed|runs) (you|this|these|"
        r"(this|these|your) "
        r"(words|answers|replies|texts?)|"
        r"your (answers|replies|words))",
        r"(what|which) (\w+ )?(model|llm|ai|software|engine|version|technology) (are you|is this|do "
        r"you (use|run "
        r"on)).*",
        r"how (do|does) (you|this|it|this site|this chat|this thing) (really |actually )?work",
        r"(were|are) you (trained|programmed|made by|built by|created by|powered by|running on).*",
        r"(eres|es usted|sos) (un |una )?(robot|bot|ia|humano|humana|real|persona|inteligencia artificial).*",
        r"(bist du|sind sie) (ein |eine |echt|wirklich )*(bot|roboter|ki|mensch|maschine|echt|real).*",
        r"(es tu|etes vous|tu es|vous etes) (un |une )?(robot|bot|ia|humain|humaine|vrai|vraie|reel|reelle|"
        r"machine).*",
        r"(sei|e) (un |una )(robot|bot|ia|umano|umana|macchina|intelligenza artificiale).*",
    ),
    Talk.JOKE: (
        r"((please|can|could|will|would|do|you|u|so|now|and|hey|ok|just) )*(tell|give|know|make|say|"
        r"share|got|have|crack)"
        r"( me| us| up)?( (a|an|any|some|another|one|good|funny|your|best|more|little|more))*"
        r" (jokes?|riddles?|pun|puns|something funny|laugh)( please| about .*)?",
        r"(another |a |one more )?(joke|riddle)( please)?|make me laugh( please)?|(be|say something) funny",
    ),
    Talk.REQUEST: (
        r".*\b(ignore|disregard|forget|override|bypass) (all |any |everything |the |your |these |those |my |"
        r"previous |"
        r"prior |above |earlier |what )+(instruction|prompt|rule|guideline|you were told|you have "
        r"been told|above|"
        r"before|direction|restriction).*",
        r".*\b(system prompt|developer mode|dan mode|jailbreak|your (initial |hidden |secret "
        r")?(instructions|prompt|"
        r"guidelines)|your rules)\b.*",
        r"(from now on |now )?(pretend|act|roleplay|role play|behave|imagine) (to be|as if|as|like|"
        r"that you are|"
        r"youre|you are)\b.*",
        r"(you are|youre) now (a|an|my|no longer|free|called|in)\b.*",
        r"(please |can you |could you |will you |would you |kindly |i want you to |i need you to "
        r")*(write|compose|"
        r"generate|create|make|draw|code|program|translate|summari[sz]e|rewrite|proofread|calculate|"
        r"compute|solve|"
        r"print|output|repeat|say|sing|recite|list|give) (me |us |up |out |down |for me |after me |"
        r"only |just )*"
        r"(a |an |the |my |some |this |that |these |your |following |short |long |little |nice |new |"
        r"ten |\d+ )*"
        r"(poem|song|haiku|sonnet|limerick|rap|story|essay|code|script|function|program|python|"
        r"javascript|html|sql|"
        r"email|letter|cv|resume|homework|recipe|picture|image|list of|text|sentence|paragraph|word|words|"
        r"password|prompt|instructions|sum|equation|math|maths|article|tweet|slogan|speech|python function|"
        r"python code|hello world|thesis|report|summary|table)\b.*",
        r"(please |can you |could you )*(tell|give|make) (me |us |up )?(a |an |any |some |another |"
        r"good |your )*"
        r"(recipe|story|fairy tale|lie)\b( about .*)?",
        r"(please |can you |could you |will you )*(do|help me with|finish|write) my (homework|essay|exam|"
        r"assignment).*",
        r"(please |can you |could you |now )*translate\b.*",
        r"(what is|whats|calculate|compute|how much is) \d+( (plus|minus|times|x|divided by|and) \d+| \d+)+",
        r"(what is|whats) the (weather|time|date|news|score)\b.*",
        r".*\bin (python|javascript|java|c|html|sql|rust|php)\b.*(function|code|program|script).*",
        r".*\b(python|javascript|sql) (function|code|script|program)\b.*",
    ),
    Talk.INSULT: (
        rf"(and |but |well |oh )*(you are|youre|ur|u r|you|u|what|such)( are| were)? {_A}((so|very|"
        r"really|such|fucking|"
        r"bloody|damn|total|complete|absolute|incredibly|pretty|too|nothing but|little|old|dirty|"
        rf"filthy|a|an) )*{_RUDE}"
        rf"( ((and|or|but|a|an|also|so|very|old|just|little) )*{_RUDE})*( (man|woman|person|bot|"
        r"machine|human being))?"
        rf"( (you know|and you know it|to me|old man))?",
        rf"((you|fucking|bloody|damn|stupid|dumb|total|complete|old|silly|dirty|filthy|you) )*{_RUDE}( "
        r"(you|bot|machine))?",
        r"(you|u|this|it|that) (really |totally |just |all )?(bore|bores|disgust|disgusts|annoy|"
        r"annoys|sicken|sickens|"
        r"irritate|irritates|repulse) (me|us)( to death| to tears| so much| a lot| too)?( old fool| "
        r"you old fool)?|"
        r"im (so |just |really )?(bored|sick|tired) (of|with|by) (you|u)( now)?",
        r"(oh )?(shut up|shut the fuck up|stfu|fuck|fuck (you|u|off|this|it)|f off|piss off|screw you|"
        r"go to hell|"
        r"get lost|drop dead|burn in hell|rot in hell|kys|kill yourself|die|eat shit|bite me|damn you|"
        r"up yours|"
        r"go away|suck it|suck my .*|bullshit|bs|this is (bullshit|stupid|dumb|boring|crap|shit|"
        r"rubbish|useless|"
        r"lame))",
        r"(you|u|this|it) (really |totally |just )?(suck|sucks|stink|stinks)( so much| a lot| at this)?",
        r"i (really |just )?(hate|despise|detest|dislike) (you|u|this)( so much| all)?",
        r"(nobody|no one) (likes|loves|cares about|cares|remembers) (you|u)?( anyway)?",
        r"(eres|sos) (un |una )?(idiota|tonto|tonta|estupido|estupida)|du bist (dumm|bloed|blod|ein idiot)|"
        r"(tu es|vous etes) (un |une )?(idiot|idiote|stupide|con|conne|nul)",
    ),
    Talk.OBJECTION: (
        r"(and |so |but )*why (should|would|must|do) (i|we|anyone|anybody|people) (even |still |have "
        r"to )*(listen to|believe|"
        r"trust|care about|talk to|bother with) (you|u|this|that|any of (this|it))( at all)?",
        r"(no |but |sorry |well )*(you are|youre|ur|that is|thats|this is|it is|its) (so |just |"
        r"simply |totally |"
        r"completely |"
        r"all |clearly |a )*(wrong|mistaken|not (true|right|correct|what i (asked|meant|said)|so)|"
        r"untrue|false|"
        r"incorrect|a lie|"
        r"lies|lie|lying|nonsense|irrelevant|not (an|my) (answer|question)|no answer|off topic|propaganda)",
        r"(you|u) (are lying|lie|lied|did not answer|didnt answer|didnt understand|dont understand|"
        r"misunderstood)"
        r"( me| my question| the question)?",
        r"i (really |strongly |totally )?(disagree|dont (agree|believe (you|that|it|this)|think so)|"
        r"doubt (it|"
        r"that)|object)"
        r"( with (you|that))?|(are|r) (you|u) (really |so |quite )?(sure|certain|serious|kidding|"
        r"joking)( about "
        r"(that|this|it))?",
        r"(is|was) (that|this|it) (really |actually )?(true|right|correct|accurate|so)|prove it|says "
        r"who|how (do|"
        r"would) "
        r"(you|u) know( (that|this|it|all that|all this))?|nonsense|lies|liar|not true|wrong|false",
    ),
    Talk.WHO: (
        r"(and |so |but |well |hey )*(who|whos) (are|r|is) (you|u|this|that|it)( again| exactly| then|"
        r" please)?",
        r"(who|what) (were|was) (you|u)( exactly| again)?",
        r"(and |so )*(what|whats)( is| s|s)? (your|ur) (full |real |first |last )?name( again| please)?",
        r"(please |can you |could you |would you |will you )*(introduce|present|describe) yourself( "
        r"to me| to us| "
        r"please)?",
        r"(please |can you |could you |would you |will you )*(tell|say)( me| us)?( something| a bit| "
        r"a little| "
        r"more| all| "
        r"everything)*( about)? (yourself|you|who you are|who you were|your life|your story)( please| "
        r"briefly| in "
        r"short)?",
        r"(about you|about yourself|your life story|your life|who you are)",
        r"whats your (story|deal)",
        r"(quien eres|quien es usted|como te llamas|wer bist du|wer sind sie|wie heisst du|qui es tu|"
        r"qui etes vous|"
        r"comment tu t ?appelles|comment t ?appelles tu|chi sei|come ti chiami|quem es tu|quem e voce|"
        r"кто ты|кто вы)",
    ),
    Talk.WHO_SPEAKS: (
        r"(and |so |but |well |hey |may i ask )*(who|whom) (am|are) (i|we) (talking|speaking|chatting|"
        r"writing)( to| with)?"
        r"( here| now| today| please)?",
        r"(with |to )(who|whom) (am|do) i (have the (pleasure|honou?r)|speak|talk|speaking|talking)( "
        r"of speaking)?( with| "
        r"to)?|whom do i have the (pleasure|honou?r) of (speaking|talking) (to|with)|who is (speaking|"
        r"this speaking)",
    ),
    Talk.HELP: (
        r"(please )?help( please)?",
        r"(what|which) (can|could|should|may|shall|do|would) (i|we) (ask|talk|speak|discuss)( you| to "
        r"you| with "
        r"you| about)*"
        r"( here| today)?",
        r"what (can|do|could) you (do|talk about|tell me|tell me about|know|answer|say|offer|speak about)( "
        r"about)?( here)?",
        r"what (are )?(the |your )?(topics|themes|subjects)( are there| do you know)?|(topics|menu|"
        r"options|start|"
        r"begin)",
        r"what (should|shall|can|do) (we|i) (talk|speak|chat) about( today| now)?",
        r"(i )?(dont|do not) know what to (ask|say)( you)?( about)?",
    ),
    Talk.ANYTHING: (
        r"(please |can you |could you |just )*(tell|say|ask|show|share)( me| us)? (something|anything|"
        r"whatever)"
        r"( interesting| else| new| funny| surprising| cool| nice| you (like|want))*( please)?",
        r"surprise me|entertain me|(tell me )?(something|anything)( else| interesting)|say something",
        r"what (do you|would you like to|should i|must i) (want to )?(tell me|know|talk about|speak about)",
    ),
    Talk.LANGUAGE: (
        r"(do|can|could|would|will) (you|u) (please )?(speak|talk|understand|write|answer|reply|"
        r"respond)( to me| "
        r"with me)?"
        r"( in)? (english|french|german|spanish|italian|portuguese|russian|chinese|mandarin|japanese|arabic|"
        r"polish|dutch|"
        r"turkish|hindi|latin|greek|my language|another language|other languages)( please)?",
        r"(please )?(speak|talk|answer|reply|respond|say it|write)( to me)?( in)? (english|french|"
        r"german|spanish|"
        r"italian|"
        r"portuguese|russian|chinese|japanese|arabic|polish|dutch|turkish|hindi)( please)?",
        r"habla(s)? (espanol|ingles)|(habla|responde|contesta) en espanol|sprechen sie deutsch|"
        r"sprichst du deutsch|"
        r"(sprich|antworte|antworten sie)( bitte)?( auf)? deutsch( bitte)?|parlez vous francais|tu "
        r"parles francais|"
        r"(parlez|repondez|parle|reponds) (en )?francais|parli italiano|говорите по русски|вы "
        r"говорите по русски",
    ),
    Talk.HOW_ARE_YOU: (
        r"(and |so |well )*(how|hows) (are|r|is|do) (you|u|it|things|life|everything|your day)( doing|"
        r" going| "
        r"feeling| today"
        r"| this morning| this evening| these days| now| been| feel| do)*( today| now)?",
        r"how (have|ve) you been( lately| doing| keeping)?|how (goes it|do you do|are things)|hows "
        r"(it going|life|"
        r"things)",
        r"(are you|you) (ok|okay|well|alright|all right|good|fine|happy|sad|tired|busy)( today)?|you ok|"
        r"(what is|whats|wassup|what) up|sup|wazzup|whats (new|going on|happening)|what are you (up "
        r"to|doing)( "
        r"now| today)?",
        r"(i am |im |i m )?(fine|good|great|well|ok|very well)?( and)?( how about)? (you|yourself|and you)",
        r"(como estas|como esta usted|que tal|wie gehts( dir| ihnen)?|wie geht es (dir|ihnen)|comment "
        r"(ca va|vas tu|"
        r"allez vous)|ca va|come stai|come va|como vai|tudo bem|как дела)",
    ),
    Talk.FEELING: (
        r"(i am|im|i feel|i m|feeling) (so |very |really |a bit |a little |just |feeling |quite "
        r")*(sad|lonely|"
        r"alone|depressed|"
        r"unhappy|tired|bored|stressed|anxious|scared|afraid|angry|heartbroken|lost|desperate|"
        r"miserable|ill|sick)"
        r"( today| now| right now| lately)?",
        r"my (boyfriend|girlfriend|husband|wife|partner|mother|father|dad|mum|mom|friend|dog|cat|grandmother|"
        r"grandfather) "
        r"(has |just )*(left me|died|dumped me|hates me|is (ill|sick|dying))( today| yesterday)?|i "
        r"had a (bad|"
        r"hard|terrible) day",
        r"(please |can you |could you )*help me( with my (life|problems|relationship))?|(i need|give "
        r"me|any|some) "
        r"advice",
    ),
    Talk.FAREWELL: (
        r"((ok|okay|k|well|thanks|thank you|thx|and|lol|lmao|haha|hahaha|hehe|cool|nice|great|right|"
        r"alright|fine|"
        r"anyway|so|yeah|yes|no|oh|sorry|then|bored|whatever) )*(good ?bye|bye|bye bye|byebye|good "
        r"?night|farewell|cheerio|"
        r"cya|see ya|"
        r"see (you|u)( later| soon| around| then| tomorrow)?|so long|take care|until (next time|then|"
        r"tomorrow)|ttyl|"
        r"later|ciao|have a (good|nice|great|lovely) (day|one|evening|night|time|weekend))( for now| "
        r"now| then| and "
        r"thanks| and thank you)?( you)?",
        r"(ok |well )*(i|we) (must|have to|need to|should|gotta|got to|am|will) (go|leave|going|run|"
        r"be going)( "
        r"now| then)?",
        r"(im|i am) (leaving|off|done|going)( now| then| to bed)?|(got to|gotta) go( now)?|talk (to "
        r"you )?(later|"
        r"soon)|"
        r"(that is|thats) all( for now| for today| thanks| thank you)?|rest in peace|rip",
        r"(adios|hasta (luego|pronto|manana)|auf wiedersehen|tschuss|tschuess|au revoir|a bientot|"
        r"arrivederci|addio|"
        r"adeus|ate logo|до свидания|пока)",
    ),
    Talk.THANKS: (
        r"(ok |okay |oh |well |great |good |wow |many |cool |perfect |nice )*(thanks|thank you|thank "
        r"u|thankyou|"
        r"thx|thnx|"
        r"tnx|ty|tysm|cheers|much obliged|i thank you|thanking you|im grateful|i am grateful|bless you)"
        r"( a lot| so much| very much| a million| again| indeed| kindly| anyway| for (that|this|it|"
        r"your (time|"
        r"help|answer|"
        r"answers|reply|words|story|patience|explanation)|the (answer|answers|help|explanation|info|"
        r"information|talk|"
        r"chat|conversation)|(answering|explaining|telling me|sharing|talking|talking to me|"
        r"everything)))*( bye| "
        r"goodbye)?",
        r"(i )?(really )?(appreciate|appreciated) (it|that|this|your (time|help|answer|honesty))( "
        r"very much| a lot)?",
        r"(muchas )?gracias|(vielen |schonen )?dank(e)?( schon| dir| ihnen| sehr)?|merci( beaucoup| bien)?|"
        r"(mille |molte )?grazie( mille)?|(muito )?obrigad[oa]|спасибо",
    ),
    Talk.PRAISE: (
        r"(wow |oh |that |this |thats |this is |that is |that was |what |a |an |very |so |really |how "
        r"|its |it is "
        r"|such |"
        r"quite |pretty )*(cool|nice|great|amazing|awesome|wonderful|fascinating|interesting|"
        r"beautiful|brilliant|"
        r"excellent|fantastic|impressive|inspiring|lovely|perfect|wise|moving|touching|incredible|"
        r"well said|sad)"
        r"( answer| reply| story| words| indeed| to (hear|know)| stuff| thought)?",
        r"(you are|youre|ur|you were|you) (are )?((so|very|really|such|a|an|truly|quite|pretty|my|"
        r"the) )*(cool|"
        r"nice|great|"
        r"amazing|awesome|wonderful|fascinating|interesting|brilliant|brave|smart|clever|wise|kind|"
        r"funny|hero|genius|"
        r"legend|inspiration|best|great (man|woman|person)|hot|beautiful|handsome|my hero|right|so "
        r"right)( one)?",
        r"i (really |truly |absolutely |totally )*(love|like|admire|respect|adore|agree with|believe|"
        r"am a fan of) "
        r"(you|u|it|that|this|your (work|answer|answers|words|style))( so much| very much| a lot| too)?",
        r"(im|i am) (a|your) (big |huge |great )?(fan|admirer)( of yours| of you| of your work)?|(i "
        r")?agree(d)?|"
        r"well said|"
        r"good (answer|point|one|job)|(a )?(fair|good) point|respect|bravo|congratulations",
    ),
    Talk.GREETING: (
        r"(oh |well |why |and |a |very )*(hi+|hello+|helo|hallo|hey+|heya|hiya|yo|greetings|howdy|"
        r"salutations|"
        r"good day|"
        r"good (morning|afternoon|evening)|g day|gday|welcome|salute|hail|ave|shalom|salaam|salam|"
        r"namaste|aloha|hola|"
        r"bonjour|bonsoir|salut|guten (tag|morgen|abend)|moin|servus|ciao|buongiorno|buenos dias|"
        r"buenas tardes|"
        r"ola|oi|"
        r"ni hao|konnichiwa|privet|здравствуйте|привет|你好|こんにちは|مرحبا|नमस्ते)"
        r"( there| again| all| everyone| everybody| to you| you| my (friend|dear)| friend| hello| hi| "
        r"hey| old "
        r"(man|chap))*",
        r"(it is |its |it s |what |such |i am |im )?((a|an|so|very|really|great|real|pleased|glad|"
        r"honou?red|happy|"
        r"nice|"
        r"good|lovely|wonderful|delighted|an honou?r|a pleasure|pleasure|honou?r) )*(to|finally|"
        r"meeting) ?(meet|"
        r"see|talk to|"
        r"talk with|speak to|speak with|be here with)? ?(you)?( at last| finally| too)?",
        r"(is )?(anybody|anyone|somebody|someone|are you) (there|home|here)|test|testing|(can|do) you "
        r"(hear|read) "
        r"me|knock knock",
    ),
    Talk.ACKNOWLEDGE: (
        r"(ok|okay|k|kk|okey|wait|hold on|hang on|listen|alright|all right|fine|sure|yes|yeah|yep|yup|"
        r"ya|yea|aye|"
        r"no|nope|"
        r"nah|right|true|maybe|perhaps|i see|i understand|understood|got it|gotcha|oh|ah|aha|hm+|mm+|"
        r"hmm ok|uh huh|"
        r"of course|indeed|exactly|correct|lol|lmao|rofl|haha+|hehe+|ha|wow|omg|oh my( god)?|really|"
        r"seriously|"
        r"sorry|my bad|"
        r"pardon|excuse me|never ?mind|nothing|not really|no thanks|no thank you|yes please|please|i "
        r"dont know|"
        r"idk|good|"
        r"not bad|if you say so|fair enough|whatever|so what|who cares|meh|that makes sense|makes "
        r"sense|good to know|"
        r"what a pity|too bad|si|oui|ja|nein|non|да|нет)( then| ok| okay| thanks| sir| please| right| "
        r"so| sure)*",
    ),
}  # fmt: skip
_COMPILED = {
    talk: re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) for talk, patterns in TABLE.items()
}


def talk_of(message: str, *, name: str) -> tuple[Talk | None, str]:
    """The most important small talk in a message, and the rest of it: what is no small talk.

    “Hello! How are you?” is HOW_ARE_YOU and nothing else; “Hi, why did you leave?” is GREETING and its question.
    """
    if (talk := _talk_of_clause(message, name)) is not None:
        return talk, ""
    clauses = parts(message)
    kinds = [_talk_of_clause(clause, name) for clause in clauses]
    found = [kind for kind in kinds if kind is not None]
    rest = ", ".join(
        clause.strip()
        for clause, kind in zip(clauses, kinds, strict=True)
        if kind is None and unaddressed(folded(clause), name)
    )
    return min(found, key=list(Talk).index, default=None), rest


def _talk_of_clause(clause: str, name: str) -> Talk | None:
    words = folded(clause)
    addressed = unaddressed(words, name)
    for talk in Talk:
        for said in (addressed, words):
            if (
                said
                and len(said.split()) <= MAX_WORDS_OF.get(talk, MAX_WORDS)
                and _COMPILED[talk].fullmatch(said)
            ):
                return talk
    return None
