"""What came into the world at a known time, and words for the visitor's own time, in English."""

import re

from engines.tongues.tongue import Later

# The first year in which somebody could have spoken of it; what pattern finds, folded, as whole words.
FIRST_YEARS: tuple[tuple[int, str], ...] = (
    (1455, r"printing press(es)?|printed books?"),
    (1492, r"columbus|discovery of america|the new world"),
    (1517, r"martin luther|reformation|protestants?"),
    (1590, r"shakespeare|hamlet"),
    (1610, r"telescopes?"),
    (1620, r"microscopes?"),
    (1687, r"isaac newton|newtons? (laws?|physics)"),
    (1775, r"steam engines?|james watt"),
    (
        1776,
        r"united states|usa|u s a|american (revolution|president|independence)|white house|george washington",
    ),
    (1789, r"french revolution|robespierre|bastille"),
    (1796, r"napoleon( bonaparte)?|vaccin\w+"),
    (1825, r"railways?|railroads?|trains"),
    (1839, r"photograph\w*|photos?|selfies?|cameras?"),
    (1840, r"communis\w+|anarchis\w+|telegraph|bicycles?"),
    (1848, r"karl marx|marxis\w+|communist manifesto"),
    (1859, r"charles darwin|theory of evolution|evolution theory|darwinis\w+"),
    (1861, r"abraham lincoln|american civil war"),
    (1876, r"telephones?"),
    (1879, r"light ?bulbs?|electric light"),
    (1886, r"cars?|automobiles?"),
    (1895, r"cinemas?|movies?|films?|hollywood|x rays?"),
    (1896, r"radioactiv\w+|olympic games|olympics|psychoanalysis|sigmund freud|freud"),
    (1903, r"aeroplanes?|airplanes?|planes|aircraft|aviation"),
    (1905, r"einstein|relativity|e mc2"),
    (1906, r"radio"),
    (1914, r"(first|great) world war|world war (i|1|one)|ww ?(i|1)|wwi|the great war"),
    (1917, r"october revolution|russian revolution|bolshevi\w+|lenin|soviet union|ussr"),
    (1922, r"mussolini|fascis\w+|stalin"),
    (1923, r"hitler|nazis?|nazism"),
    (1927, r"television|tv|quantum mechanics"),
    (1928, r"penicillin|antibiotics?"),
    (1930, r"world cup"),
    (1939, r"(second|2nd) world war|world war (ii|2|two)|ww ?(ii|2)|wwii"),
    (1941, r"holocaust|pearl harbou?r"),
    (1945, r"atom(ic)? bombs?|nuclear (weapons?|war|bombs?|power)|hiroshima|nagasaki|united nations|the un"),
    (1946, r"computers?|programming"),
    (1947, r"cold war|independent india|state of israel|israel"),
    (1949, r"nato|peoples republic of china|mao( zedong)?"),
    (1953, r"dna|double helix|rock n roll|rock music|elvis"),
    (1955, r"vietnam war|martin luther king"),
    (1956, r"artificial intelligence|a i|ai|machine learning|neural networks?"),
    (1957, r"sputnik|satellites?|space ?(travel|flight|race|ships?)|astronauts?|cosmonauts?|gagarin"),
    (1961, r"berlin wall|european union|the eu|beatles|kennedy|jfk"),
    (
        1969,
        r"moon landing|landing on the moon|(landed|walked|man|men|people) on the moon|apollo (11|program\w*)",
    ),
    (1972, r"video ?games?|laptops?|pcs?"),
    (1975, r"global warming|climate (change|crisis)|microsoft|bill gates|star wars"),
    (1976, r"apple (computer|company)|iphones?|steve jobs"),
    (1980, r"aids|hiv"),
    (1983, r"internet|online|e ?mails?|mobile phones?|cell ?phones?|smart ?phones?|gps"),
    (1985, r"gorbachev|perestroika|chernobyl"),
    (1989, r"fall of the (berlin )?wall|end of the (cold war|soviet union)|collapse of the soviet union"),
    (1990, r"world wide web|websites?|web ?sites?|the web|nelson mandela|hubble"),
    (1994, r"amazon|harry potter|euros?|google|wikipedia"),
    (1999, r"putin|vladimir putin"),
    (2001, r"9 11|september 11|al qaeda|war on terror"),
    (
        2003,
        r"facebook|instagram|twitter|tik ?tok|you ?tube|whatsapp|social media|netflix|spotify|elon musk|tesla cars?",
    ),
    (2008, r"obama|bitcoins?|crypto ?\w*|blockchain|taylor swift|memes?"),
    (2015, r"trump|donald trump|brexit|biden|zelensky\w*|macron|xi jinping"),
    (2019, r"covid( 19)?|corona ?virus|lockdowns?|pandemic of 2020"),
    (2022, r"chat ?gpt|openai|war in ukraine|ukraine war|gaza war|large language models?"),
)
# Words for the visitor's own time.
NOW = (
    r"(the )?(modern|todays|present day|contemporary|current) (world|day|age|times?|society|technology|politics|"
    r"politicians?"
    r"|governments?|youth|people|russia|china|america|europe|egypt|india|mexico|war|science|medicine|women|art|"
    r"music)|"
    r"(the )?world (of )?today|nowadays|these days|our (time|age|century)|(the )?(21st|twenty first) century|"
    r"20[2-9]\d|right now in the world|politics today|(russia|china|america|europe|egypt|india|mexico) today"
)

LATER = Later(
    first_years=tuple((year, re.compile(rf"\b({pattern})\b")) for year, pattern in FIRST_YEARS),
    now=re.compile(rf"\b({NOW})\b"),
    year=re.compile(
        r"\b(1\d{3}|20\d\d)\b(?! (bc|bce|words|people|soldiers|men|women|miles|kilomet|km|years))"
    ),
    century=re.compile(r"\b(\d\d?)(?:st|nd|rd|th) century\b(?! (bc|before))"),
)
