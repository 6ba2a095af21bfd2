"""Tokens are estimated rather too many than too few: held against a real vocabulary that is about the worst."""

import pytest

from engines.openai_prompt import MARGIN
from engines.tokens import AROUND_A_MESSAGE, estimate_tokens

# What llama.cpp counts with the vocabulary of SmolLM2 (49,000 tokens, made for English).
COUNTED = {
    "English": (
        "I sailed all my life and speak plainly. The wind was fair when we left harbour, and nobody aboard believed "
        "that we should be away for eleven years. ", 32),
    "German": (
        "Die Donaudampfschifffahrtsgesellschaft beförderte täglich außergewöhnlich viele Fahrgäste über die "
        "österreichischen Wasserstraßen.", 56),
    "Polish": ("Zażółć gęślą jaźń; w Szczebrzeszynie chrząszcz brzmi w trzcinie i Szczebrzeszyn z tego słynie.", 58),
    "Turkish": ("Yağmurlu bir günde İstanbul'un dar sokaklarında yürürken çocukluğumun geçtiği evi gördüm.", 47),
    "Vietnamese": (
        "Tôi sinh ra ở một ngôi làng nhỏ bên bờ sông, nơi mọi người đều biết nhau và cùng làm việc trên đồng "
        "ruộng.", 84),
    "Russian": (
        "Я родилась в маленьком городе у моря и с детства мечтала увидеть дальние страны и неизвестные острова.", 73),
    "Greek": ("Γεννήθηκα σε ένα μικρό νησί και από παιδί ονειρευόμουν να ταξιδέψω σε μακρινές χώρες.", 77),
    "Arabic": (
        "ولدت في مدينة صغيرة على شاطئ البحر وكنت أحلم منذ طفولتي بالسفر إلى بلاد بعيدة وجزر مجهولة.", 87),
    "Hebrew": ("נולדתי בעיר קטנה על שפת הים ומילדותי חלמתי להפליג לארצות רחוקות ולאיים לא נודעים.", 88),
    "Hindi": (
        "मेरा जन्म समुद्र के किनारे एक छोटे से शहर में हुआ था और बचपन से ही मैं दूर देशों की यात्रा का सपना देखती थी।",
        111),
    "Thai": ("ฉันเกิดในเมืองเล็กริมทะเลและใฝ่ฝันตั้งแต่เด็กว่าจะได้เดินทางไปยังดินแดนอันห่างไกล", 158),
    "Chinese": ("我出生在海边的一座小城，从小就梦想着去遥远的国度和未知的岛屿旅行。", 59),
    "Japanese": ("私は海辺の小さな町に生まれ、子供の頃から遠い国々や知られざる島々を旅することを夢見ていました。", 81),
    "Korean": (
        "나는 바닷가의 작은 도시에서 태어나 어린 시절부터 먼 나라와 알려지지 않은 섬들을 여행하는 꿈을 꾸었다.", 122),
    "Georgian": (
        "დავიბადე ზღვისპირა პატარა ქალაქში და ბავშვობიდან ვოცნებობდი შორეულ ქვეყნებში მოგზაურობაზე.", 170),
    "emoji": ("🦉🌊⛵️👩‍🚀👨‍👩‍👧‍👦🏳️‍🌈🇩🇪🇫🇷👍🏽🫡🪿🦤", 72),
    "marks": ("Z̸̧̢̛͓̤̯a̷̡̧̛͙͎l̶̢̛͙̱g̸̢͓͎o̷̢̢͎", 57),
    "digits": ("3141592653589793238462643383279502884197169399375105820974944592", 64),
    "dates": ("1815-12-10 12:31:05, +49 (0)30 1234-5678, 1.234,56 €, 10^23", 56),
    "code": ("!function(e,t){for(var n=0;n<e.length;n++){var r=e[n];r&&(t[r.k]=r.v)||(r=null)}}([],{});" * 2, 112),
    "signs": ("!@#$%^&*()_+-=[]{}|;':,./<>?~`" * 4, 92),
    "capitals": ("THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG AND SHOUTS VERY LOUDLY ABOUT IT", 32),
    "a hash": ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0bb822cd15d6c15b0f00a08", 59),
    "quotes": ("“Curly”—and… ‘so’ – «on» „unten“ §5 ½ °C № ™", 29),
}  # fmt: skip


@pytest.mark.parametrize("script", COUNTED)
def test_no_text_is_underrated_by_more_than_the_margin(script):
    text, tokens = COUNTED[script]
    assert estimate_tokens(text) - AROUND_A_MESSAGE >= tokens * (1 - MARGIN)


@pytest.mark.parametrize("script", ["English", "Russian", "Chinese", "Arabic"])
def test_what_people_write_is_not_overrated_by_much(script):
    text, tokens = COUNTED[script]
    assert estimate_tokens(text) - AROUND_A_MESSAGE <= tokens * 1.7


@pytest.mark.parametrize(
    "text", ["", "\x00", "\ud83d", "\u202e", " " * 100_000, "=" * 100_000, "x" * 100_000, "é" * 100_000]
)
def test_no_text_is_too_odd(text):
    assert estimate_tokens(text) >= AROUND_A_MESSAGE
