"""What is kept of whom characters are like: where their links lead now, the suggestions, and who was rejected."""

import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection


@dataclass(frozen=True)
class Kept:
    """``linked``: ids by the slugs of links, old ones too. By character: ``near``, the reasons of who is, best first;
    and ``rejected``, who was rejected for good. Only of who is live. ``placed`` are those whose meaning is known.
    """

    linked: dict[str, int]
    near: dict[int, dict[int, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    rejected: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    placed: set[int] = field(default_factory=set)


def known(ids: list[int], slugs: list[str], *, with_near: bool = True) -> Kept:
    """Of these characters, whose links name these slugs; in one query."""
    # A link may name an address that its page had when the edition was frozen.
    sql = """SELECT 'LINK', live_slug, 0, id, 1.0 AS score, NULL::jsonb
            FROM characters_character WHERE live_slug = ANY(%s)
        UNION ALL
        SELECT 'MOVED', r.slug, 0, c.id, 1.0, NULL::jsonb FROM characters_redirect r JOIN characters_character c
            ON c.id = r.character_id WHERE r.slug = ANY(%s) AND c.live_edition_id IS NOT NULL
        UNION ALL
        SELECT 'PLACED', '', 0, character_id, 1.0, NULL::jsonb FROM characters_meaning WHERE character_id = ANY(%s)
        UNION ALL
        SELECT s.state, '', s.character_id, c.id, s.score, s.reasons FROM characters_similaritysuggestion s
            JOIN characters_character c ON c.id = s.similar_id
            WHERE s.character_id = ANY(%s) AND c.live_edition_id IS NOT NULL AND (%s OR s.state = 'REJECTED')
        ORDER BY score DESC, id"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [slugs, slugs, ids, ids, with_near])
        rows = cursor.fetchall()
    # Whoever is live at an address comes before who moved away from it.
    linked = {slug: pk for kind, slug, _, pk, *_ in rows if kind == "MOVED"}
    kept = Kept(linked | {slug: pk for kind, slug, _, pk, *_ in rows if kind == "LINK"})
    for kind, _, one, other, _, reasons in rows:
        if kind == "PLACED":
            kept.placed.add(other)
        elif kind == "REJECTED":
            kept.rejected[one].add(other)
        elif kind in ("OPEN", "ACCEPTED"):
            kept.near[one][other] = json.loads(reasons)
    return kept
