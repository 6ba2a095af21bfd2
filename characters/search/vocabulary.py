"""The words that live texts use, and what was meant by one that none does."""

from dataclasses import dataclass

from django.db import connection

from characters.editions import CharacterContent
from characters.search.entries import said_in, told_in
from characters.search.letters import words_of

SHORTEST, LONGEST = 3, 40
# A word that looks less like the one typed than this was not meant.
ALIKE = 0.4


@dataclass(frozen=True)
class Meant:
    """A word that was probably meant. ``likeness`` in 0..1."""

    word: str
    is_name: bool
    likeness: float


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


def _fit(words) -> set[str]:
    return {word for word in words if SHORTEST <= len(word) <= LONGEST and not any(map(str.isdigit, word))}


def meant_by(words: list[str]) -> dict[str, list[Meant]]:
    """For each of these words that no text uses, also not as a beginning: those that look like it, the likest first.

    Words of names come before others that look as much like it.
    """
    unknown = sorted(_fit(word for word in words if len(word) > SHORTEST))
    if not unknown:
        return {}
    sql = """SELECT asked, near.word, near.is_name, near.likeness
        FROM unnest(%s::text[]) AS asked
        CROSS JOIN LATERAL (
            SELECT word, is_name, similarity(word, asked) AS likeness FROM characters_knownword
            WHERE word %% asked ORDER BY similarity(word, asked) + is_name::int * 0.1 DESC, word LIMIT 4
        ) AS near
        WHERE NOT EXISTS (SELECT FROM characters_knownword WHERE word LIKE asked || '%%')
        ORDER BY asked, near.likeness + near.is_name::int * 0.1 DESC, near.word"""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [unknown])
        for asked, word, is_name, likeness in cursor.fetchall():
            if likeness >= ALIKE:
                found.setdefault(asked, []).append(Meant(word, is_name, likeness))
    return found
