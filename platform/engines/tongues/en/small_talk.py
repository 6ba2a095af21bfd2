"""Patterns of greetings, thanks and whatever else is said besides questions, in English."""

from engines.talk import Talk
from engines.tongues.en.heavy_talk import HEAVY
from engines.tongues.tongue import any_of

# Each pattern must match a whole clause, folded, without the name and the titles of address.
_PATTERNS: dict[Talk, tuple[str, ...]] = HEAVY | {
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
TALK = {talk: any_of(patterns) for talk, patterns in _PATTERNS.items()}
