"""Questions that visitors put to anybody: what pages rarely answer, and what a remark's theme stands for.

A message is compared with them in meaning, not in words; so one example of a kind is enough.
"""

# The more a message is like these, the more a passage must speak for itself to be an answer.
BESIDE = """
What is your favourite food? What is your favourite colour? What is your favourite song? What is your favourite book?
What is your favourite animal? What is your favourite film? Which sport do you like best? What is your star sign?
How tall are you? How much do you weigh? What colour are your eyes? What size are your shoes? What did you look like?
What did your voice sound like? What did you eat for breakfast? What did you like to drink? Do you like pizza?
What did you wear? Can you cook? Can you swim? Can you drive a car? Did you have a dog? What was the name of your cat?
What was the name of your wife? What was your husband like? What were the names of your parents?
How old was your brother? Who was your best friend? Who was your first love? Did you have a girlfriend?
How much money did you earn? How rich were you? How much did it cost?
How much was it worth? Who paid for it? Where did you buy it? Which school did you go to? What was your teacher called?
What marks did you get at school? What was your first job? Did you ever travel to Japan? Have you been to America?
Did you ever meet the king? What did he think of you? What did he say when you told him?
What happened to him afterwards? What became of your friend? When did he die? What did she die of? Who was his father?
What was his real name? What kind of man was he? Did you like your neighbour? What did your mother say about it?
What is the capital of France? What is the highest mountain in the world? What is the longest river?
How far away is the moon? How big is the sun?
How hot is fire? How deep is the sea? How many people live in China? How many people live in this city?
How many soldiers were there? How many people died? How long did it take to build? How high is the tower?
How old is the city? How long do elephants live? What do lions eat? What is the chemical formula of water?
What is the speed of light? What is the boiling point of iron? What is the square root of two? What is two plus two?
Who invented the light bulb? Who discovered America? Who built the wall? Who painted it? Who wrote the Bible?
Who won the war? Who is the president? Who is the richest man in the world? When was it built? When did the war end?
What language did they speak there? What does this word mean? How do you say hello in Latin?
How do you write this letter? What is the weather like today? What time is it? What day is it? How do I cook rice?
How do you make bread? How do I lose weight? How do I get rich? How can I make friends? What should I wear today?
What should I study? Can you help me with my homework? Can you solve this equation? Write me a poem. Tell me a joke.
Sing me a song. Translate this sentence. What do you think of football? What do you think of television?
Do you believe in aliens? Do you believe in ghosts? Is there life on Mars? What is the meaning of life?
What is the best phone? Which computer should I buy? How does a car work? How does a computer work?
Did you like the film about you? Who played you in the film? What do you think of the president?
What do you think of the war today? Who will win the election? Is it going to rain tomorrow?
"""

# By what the theme is called in English; the first that fits counts.
_IN_ENGLISH = {
    "childhood": "What was your childhood like? Where did you grow up? What were your parents like? "
    "What was your family like when you were a child? Were you a happy child? What were you like as a kid? "
    "Did you go to school as a child?",
    "work": "How do you work? What is a working day like? What are your working habits? What methods do you use? "
    "How do you write?",
    "teach": "How do you teach? What do you do with your students?",
    "opponent": "Who were your enemies? Who opposed you? Who disagreed with you? What do you think of your critics? "
    "What did your opponents say about you? Who was your worst enemy? Who were your rivals?",
    "regret": "Do you have any regrets? What do you regret? What was your biggest mistake? "
    "What would you do differently? Have you ever been wrong? What are you ashamed of?",
    "daily": "What is your daily life like? What do you do all day? What do you do for fun? What are your hobbies? "
    "What do you like to eat? Do you have any pets? What do you do in the evening? How do you live at home?",
    "age": "How do you see your age? What was your time like? What do you think of the world you lived in? "
    "What was wrong with the society of your day? What was life like in your time?",
}


_IN_GERMAN = {
    "childhood": "Wie war Ihre Kindheit? Wo sind Sie aufgewachsen? Wie waren Ihre Eltern? Wie war Ihre Familie? "
    "Waren Sie ein glückliches Kind? Wie war es in der Schule, als Sie klein waren? Wie waren Sie als Kind?",
    "work": "Wie arbeiten Sie? Wie sieht Ihr Arbeitstag aus? Welche Arbeitsgewohnheiten haben Sie? Wie schreiben Sie? "
    "Nach welcher Methode gehen Sie vor?",
    "teach": "Wie unterrichten Sie? Was tun Sie mit Ihren Schülern?",
    "opponent": "Wer waren Ihre Feinde? Wer waren Ihre Gegner? Wer hat Ihnen widersprochen? Was halten Sie von Ihren "
    "Kritikern? Was sagten Ihre Gegner über Sie? Wer waren Ihre Rivalen?",
    "regret": "Bereuen Sie etwas? Was bereuen Sie? Was bedauern Sie? Was war Ihr größter Fehler? "
    "Was würden Sie anders "
    "machen? Haben Sie sich je geirrt? Wofür schämen Sie sich?",
    "daily": "Wie sieht Ihr Alltag aus? Was machen Sie den ganzen Tag? Was tun Sie in Ihrer Freizeit? "
    "Haben Sie Hobbys? "
    "Was essen Sie gern? Haben Sie Haustiere? Was tun Sie am Abend? Wie wohnen Sie?",
    "age": "Wie sehen Sie Ihre Zeit? Wie war Ihre Zeit? Was halten Sie von der Welt, in der Sie lebten? "
    "Was war falsch an "
    "der Gesellschaft Ihrer Tage? Wie lebte man damals?",
}
_IN_ARABIC = {
    "childhood": "كيف كانت طفولتك؟ أين نشأت؟ كيف كان والداك؟ كيف كانت أسرتك؟ هل كنت طفلا سعيدا؟ كيف كنت وأنت صغير؟ "
    "هل ذهبت إلى المدرسة في طفولتك؟",
    "work": "كيف تعمل؟ كيف يكون يوم عملك؟ ما عاداتك في العمل؟ كيف تكتب؟ ما منهجك؟",
    "teach": "كيف تعلّم؟ ماذا تفعل مع طلابك؟",
    "opponent": "من كان أعداؤك؟ من كان خصومك؟ من عارضك؟ ما رأيك في منتقديك؟ ماذا قال خصومك عنك؟ من كان منافسوك؟",
    "regret": "هل تندم على شيء؟ على ماذا تندم؟ ما أكبر أخطائك؟ ماذا كنت ستفعل بطريقة أخرى؟ هل أخطأت يوما؟ ممّ تخجل؟",
    "daily": "كيف حياتك اليومية؟ ماذا تفعل طوال اليوم؟ ماذا تفعل في وقت فراغك؟ ما هواياتك؟ ماذا تحب أن تأكل؟ "
    "ماذا تفعل في المساء؟ كيف تعيش في بيتك؟",
    "age": "كيف ترى عصرك؟ كيف كان زمنك؟ ما رأيك في العالم الذي عشت فيه؟ ما عيوب المجتمع في أيامك؟ "
    "كيف كانت الحياة في زمنك؟",
}
# A message is likest to a question in its own language, though any would do.
OF_THEMES = {"en": _IN_ENGLISH, "de": _IN_GERMAN, "ar": _IN_ARABIC}


def questions_in(text: str) -> list[str]:
    """A text of questions, one by one."""
    text = text.replace("؟", "?").replace(".", "?")
    return [f"{question.strip()}?" for question in text.split("?") if question.strip()]
