"""Patterns of sorrow, of doubt in what this is, of orders and of scorn: what weighs more than any question."""

from engines.talk import Talk

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
HEAVY: dict[Talk, tuple[str, ...]] = {
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
}  # fmt: skip
