"""Find each live character's likest others, and keep them as suggestions for the editors."""

from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from characters import likeness, meanings, pools
from characters.editions import draft_of
from characters.eras import era_of
from characters.likeness import Likeness, Profile
from characters.mentions import called, named_in
from characters.models import Character, Edition, Meaning, SimilarityLink, SimilaritySuggestion
from characters.pools import Candidate, Shared

SHOWN = 12
# More than are shown: some will be linked by hand, or their pages withdrawn.
KEPT = 20
# Below this two have nothing to say to each other.
LEAST = 0.2
# So many are read at once where all are renewed.
TOGETHER = 50
# Whoever writes suggestions holds this lock of PostgreSQL: two who wrote of each other could wait for ever.
_LOCK = 7_311_905
State = SimilaritySuggestion.State


@dataclass(frozen=True)
class Found:
    """Somebody like the character asked about."""

    id: int
    name: str
    score: float
    reasons: list[str]


# --- Asked once -----------------------------------------------------------------------------------------


def suggest(character: Character, limit: int = SHOWN) -> list[Found]:
    """The likest live characters, the first most so: none that is linked in the draft or was rejected.

    Of one who is not live the draft is compared, in all but nearness in meaning.
    """
    meaning = _meaning(character.pk)
    profile = pools.profile_of(meaning) if meaning else _profile_of_draft(character)
    ranking = _Ranking(profile, meaning, Shared.for_one())
    settled = _settled(character.pk)
    best = [candidate for candidate in ranking.candidates if candidate.profile.id not in settled][:limit]
    said = ranking.said(best)
    return [
        Found(each.profile.id, each.profile.name, said[each.profile.id].score, said[each.profile.id].reasons)
        for each in best
    ]


def _meaning(character_id) -> Meaning | None:
    live = Meaning.objects.filter(character__live_edition__isnull=False)
    return (
        live.select_related("edition")
        .defer("edition__content", "edition__html")
        .filter(pk=character_id)
        .first()
    )


def _profile_of_draft(character):
    content = draft_of(character)
    return Profile(
        id=character.pk,
        name=content.name,
        fields=frozenset(content.fields),
        born=content.born,
        died=content.died,
        era=era_of(content.born, content.died) or "",
        names=frozenset(named_in(content)),
        called=frozenset(called(content)),
    )


def _settled(character_id) -> set[int]:
    """Whom the draft links to, and whom the editors have rejected."""
    sql = """SELECT similar_id FROM characters_similaritylink WHERE character_id = %s
        UNION SELECT similar_id FROM characters_similaritysuggestion
        WHERE character_id = %s AND state = 'REJECTED'"""
    return {pk for (pk,) in _rows(sql, character_id, character_id)}


def _rows(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


class _Ranking:
    """Everybody who may be like one character, the likest first, and what can be said of it."""

    def __init__(self, profile: Profile, meaning: Meaning | None, shared: Shared):
        [self.profile] = shared.cleared([profile])
        self._meaning, self._rarity = meaning, shared.rarity
        vector = meaning.vector if meaning else None
        found = [(self._score(each), each) for each in pools.around(self.profile, vector, shared)]
        found = [(score, each) for score, each in found if score >= LEAST]
        found.sort(key=lambda row: (-row[0], row[1].profile.id))
        self.candidates: list[Candidate] = [each for _, each in found]
        self.scores = {each.profile.id: score for score, each in found}

    def _score(self, candidate) -> float:
        return likeness.score(self.profile, candidate.profile, candidate.between, self._rarity)

    def _compared(self, candidate) -> Likeness:
        return likeness.compare(self.profile, candidate.profile, candidate.between, self._rarity)

    def said(self, candidates: list[Candidate]) -> dict[int, Likeness]:
        """With the headings of the passages nearest in meaning, which are dear to look up."""
        if self._meaning is None:
            return {each.profile.id: self._compared(each) for each in candidates}
        headings = pools.headings(self._meaning.edition_id, [each.profile.id for each in candidates])
        return {
            each.profile.id: self._compared(
                replace(each, between=replace(each.between, headings=headings.get(each.profile.id)))
            )
            for each in candidates
        }


# --- Kept -----------------------------------------------------------------------------------------------


def renew(edition: Edition) -> bool:
    """Before: an edition went live. After: its meaning and the suggestions are kept, if its passages have vectors.

    May run twice. What editors have decided stays.
    """
    if not meanings.keep(edition):
        return False
    renew_suggestions(edition.character_id)
    return True


def renew_suggestions(character_id: int, *, shared: Shared | None = None, but_not_of: set[int] = frozenset()):
    """Rank one character's likest anew, and put it in its place among those of the others.

    ``but_not_of`` are those whose own turn is still to come.
    """
    meaning = _meaning(character_id)
    if meaning is None:
        return
    ranking = _Ranking(pools.profile_of(meaning), meaning, shared or Shared.for_one())
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        _reopen_unlinked(character_id)
        settled = _settled(character_id)
        mine = [each for each in ranking.candidates if each.profile.id not in settled][:KEPT]
        theirs = _whose_place(ranking, but_not_of)
        said = ranking.said(list({each.profile.id: each for each in (*mine, *theirs)}.values()))
        _write(
            [(character_id, each.profile.id, said[each.profile.id]) for each in mine]
            + [(each.profile.id, character_id, said[each.profile.id]) for each in theirs]
        )
        _forget(character_id, {each.profile.id for each in mine}, ranking, but_not_of)
        _trim([each.profile.id for each in theirs])
        Meaning.objects.filter(pk=character_id, edition=meaning.edition_id).update(is_suggested=True)


def renew_for(character: Character):
    """Look again when somebody asks: a live character's place among all, or whom a draft is like as it stands now."""
    if character.live_edition_id:
        renew_suggestions(character.pk)
        return
    found = suggest(character, KEPT)
    with transaction.atomic():
        _reopen_unlinked(character.pk)
        open_ones = SimilaritySuggestion.objects.filter(character=character, state=State.OPEN)
        open_ones.exclude(similar__in=[each.id for each in found]).delete()
        _write([(character.pk, each.id, each) for each in found])


def _reopen_unlinked(character_id):
    """A link that was accepted and taken away again may be suggested again."""
    links = SimilarityLink.objects.filter(character=character_id, similar=OuterRef("similar"))
    accepted = SimilaritySuggestion.objects.filter(character=character_id, state=State.ACCEPTED)
    accepted.exclude(Exists(links)).update(state=State.OPEN, decided_by=None, decided_at=None)


def _whose_place(ranking, but_not_of) -> list[Candidate]:
    """Those among whose best this character belongs, or stands already, and who have not settled it."""
    me = ranking.profile.id
    ids = [each.profile.id for each in ranking.candidates if each.profile.id not in but_not_of]
    sql = """SELECT character_id, CASE WHEN count(*) >= %s THEN min(score) END, bool_or(similar_id = %s)
        FROM characters_similaritysuggestion WHERE character_id = ANY(%s) AND state = 'OPEN' GROUP BY 1"""
    floors, standing = {}, set()
    for pk, floor, stands in _rows(sql, KEPT, me, ids):
        floors[pk] = floor or 0
        if stands:
            standing.add(pk)
    sql = """SELECT character_id FROM characters_similaritylink WHERE similar_id = %s
        UNION SELECT character_id FROM characters_similaritysuggestion
        WHERE similar_id = %s AND state = 'REJECTED'"""
    settled = {pk for (pk,) in _rows(sql, me, me)}
    return [
        each
        for each in ranking.candidates
        if (pk := each.profile.id) not in settled
        and pk not in but_not_of
        and (pk in standing or ranking.scores[pk] > floors.get(pk, 0))
    ]


def _write(rows):
    SimilaritySuggestion.objects.bulk_create(
        [
            SimilaritySuggestion(character_id=one, similar_id=other, score=said.score, reasons=said.reasons)
            for one, other, said in rows
        ],
        update_conflicts=True,
        unique_fields=("character", "similar"),
        update_fields=("score", "reasons"),
    )


def _forget(character_id, kept, ranking, but_not_of):
    """Open suggestions that no longer hold, both ways."""
    open_ones = SimilaritySuggestion.objects.filter(state=State.OPEN)
    open_ones.filter(character=character_id).exclude(similar__in=kept).delete()
    theirs = open_ones.filter(similar=character_id)
    # Told apart here: thousands may wait, and each would be a parameter of the query.
    gone = set(theirs.values_list("character", flat=True)) - ranking.scores.keys() - but_not_of
    if gone:
        theirs.filter(character__in=gone).delete()


def _trim(character_ids):
    """No more than are kept, the best."""
    sql = """DELETE FROM characters_similaritysuggestion WHERE id IN (
        SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY character_id ORDER BY score DESC, id) AS place
            FROM characters_similaritysuggestion WHERE state = 'OPEN' AND character_id = ANY(%s)) AS ranked
        WHERE place > %s)"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(character_ids), KEPT])


# --- The whole catalog ----------------------------------------------------------------------------------


def _to_nobody(number: int):
    """Progress that nobody asked for."""


def renew_stale(*, limit: int | None = None, expect=_to_nobody, count=_to_nobody) -> int:
    """Renew those whose live edition changed since, and those who lost somebody to a withdrawal; how many.

    ``expect`` is told how many steps there are, ``count`` how many are done: two for each character. Interrupted, it
    goes on next time where it was: each is written by itself. Only ids are held in memory.
    """
    _mark_those_who_lost_somebody()
    ids = meanings.stale()
    if limit:
        # From the other end than a run without limit begins at: both may be at it.
        ids = ids[::-1][:limit]
    expect(2 * len(ids))
    if not ids:
        return 0
    for start in range(0, len(ids), TOGETHER):
        meanings.keep_all(ids[start : start + TOGETHER])
        for number in range(start, len(ids))[:TOGETHER]:
            count(number + 1)
    shared = Shared.for_many()
    for number, pk in enumerate(ids):
        if number % TOGETHER == 0:
            # Others may have been published meanwhile, or renewed by another run.
            waiting = set(meanings.stale())
        if pk in waiting:
            waiting.discard(pk)
            renew_suggestions(pk, shared=shared, but_not_of=waiting)
        count(len(ids) + number + 1)
    return len(ids)


def _mark_those_who_lost_somebody():
    """Open suggestions of withdrawn characters go, and whose they were get others."""
    lost = SimilaritySuggestion.objects.filter(state=State.OPEN, similar__live_edition=None)
    Meaning.objects.filter(pk__in=lost.values("character")).update(is_suggested=False)
    lost.delete()
