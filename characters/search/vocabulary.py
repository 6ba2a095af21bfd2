"""The words that live texts use, and what was meant by one that none does."""

from dataclasses import dataclass

from django.db import connection, transaction

from characters.editions import CharacterContent, content_of
from characters.models import Edition, KnownWord
from characters.search.entries import said_in, told_in
from characters.search.letters import words_of

SHORTEST, LONGEST = 3, 40
A_NAME_IS_LIKELIER = 0.1


@dataclass(frozen=True)
class Meant:
    """A word that was probably meant. ``likeness`` in 0..1."""

    word: str
    is_name: bool
    likeness: float


# Swapped letters leave few trigrams as they were: of names, those with the same first letter are looked at too.
_NEAR = """
SELECT asked, near.word, near.is_name, near.likeness
FROM unnest(%s::text[]) AS asked
LEFT JOIN LATERAL (
    SELECT word, is_name, similarity(word, asked) AS likeness FROM characters_knownword
    WHERE word %% asked OR is_name AND word LIKE left(asked, 1) || '%%'
    ORDER BY similarity(word, asked) DESC, word LIMIT 12
) AS near ON true
WHERE NOT EXISTS (SELECT FROM characters_knownword WHERE word LIKE asked || '%%')
"""


def learn(content: CharacterContent):
    """Keep the words of a content. In the order of the alphabet: no two who learn wait for each other in a ring."""
    names = _fit(words_of(" ".join((content.name, content.sort_name, *content.also_known_as))))
    texts = (content.tagline, *content.fields, content.place, told_in(content), said_in(content))
    heads = (words for q in content.starter_questions for words in (q.question, q.heading))
    words = _fit(words_of(" ".join((*texts, *heads, *(remark.theme for remark in content.remarks)))))
    every = sorted(names | words)
    sql = """INSERT INTO characters_knownword AS known (word, is_name)
        SELECT word, is_name FROM unnest(%s::text[], %s::boolean[]) AS new (word, is_name) ORDER BY word
        ON CONFLICT (word) DO UPDATE SET is_name = true WHERE excluded.is_name AND NOT known.is_name"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [every, [word in names for word in every]])


def renew():
    """Keep the words of all live editions, and of no others."""
    with transaction.atomic():
        KnownWord.objects.all().delete()
        for edition in (
            Edition.objects.filter(live_for__isnull=False).defer("html").order_by("pk").iterator(100)
        ):
            learn(content_of(edition))


def _fit(words) -> set[str]:
    return {word for word in words if SHORTEST <= len(word) <= LONGEST and not any(map(str.isdigit, word))}


def meant_by(words: list[str]) -> dict[str, list[Meant]]:
    """For each of these words that no text uses, also not as a beginning: what it may have been, the likest first."""
    asked_for = sorted(_fit(word for word in words if len(word) > SHORTEST))
    if not asked_for:
        return {}
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [asked_for])
        for asked, *near in cursor.fetchall():
            likely = found.setdefault(asked, [])
            if near[0] and is_slip(asked, (meant := Meant(*near)).word, is_name=meant.is_name):
                likely.append(meant)
    for likely in found.values():
        # Of two that look nearly as much like it, a name was meant.
        likely.sort(key=lambda meant: (-meant.likeness - A_NAME_IS_LIKELIER * meant.is_name, meant.word))
    return found


def is_slip(typed: str, word: str, *, is_name: bool) -> bool:
    """Whether fingers that meant the word may have typed this. Names are strange to many: more is forgiven there."""
    if typed[0] != word[0] and not is_name:
        return False
    return slips(typed, word) <= (1 if len(typed) < (6 if is_name else 8) else 2)


def slips(typed: str, word: str) -> int:
    """How many letters are left out, added, wrong or swapped with the next (optimal string alignment)."""
    before, last = [], list(range(len(word) + 1))
    for at, letter in enumerate(typed, 1):
        now = [at]
        for to, other in enumerate(word, 1):
            least = min(last[to] + 1, now[to - 1] + 1, last[to - 1] + (letter != other))
            if at > 1 < to and letter == word[to - 2] and typed[at - 2] == other:
                least = min(least, before[to - 2] + 1)
            now.append(least)
        before, last = last, now
    return last[-1]
