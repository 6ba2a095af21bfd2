"""A desk with much on it, made quickly and always the same: characters, links, editions, conversations."""

import itertools
import random
import sys
import uuid

import numpy as np
from django.utils import timezone
from tqdm import tqdm

BATCH = 2_000
SEED = 20261126
QUESTIONS, REMARKS, LINKS, SUGGESTIONS = 4, 2, 10, 12


AUDIT = """
INSERT INTO desk_auditentry (content_type_id, object_pk, object_id, object_repr, action, changes_text, changes,
    timestamp, actor_email, did, character_pk, character_name)
SELECT t.id, c.id::text, c.id, c.name, 1, '', '{"tagline": ["Old.", "New."]}',
    now() - k * interval '1 day' - c.id * interval '1 second', 'editor@example.org',
    (ARRAY['changed', 'looked-at', 'published'])[k % 3 + 1], c.id, c.name
FROM characters_character c, generate_series(1, 20) AS k, django_content_type t
WHERE t.app_label = 'characters' AND t.model = 'character'
"""


def fill(contents, *, num_characters: int, num_conversations: int):
    """Characters varied from these contents (of starter files), and conversations with them.

    Each has 4 questions, 2 remarks, 10 links, 12 suggestions and 20 entries in the audit; nine in ten are live, one in
    twenty of those changed.
    """
    chance = random.Random(SEED)
    characters = fill_characters(contents, num_characters, chance)
    steps = {
        "meanings": lambda: fill_meanings(characters),
        "suggestions": lambda: _suggestions(characters, chance),
        "conversations": lambda: _conversations(characters, num_conversations, chance),
        "audit": _audit,
    }
    for make in tqdm(steps.values(), unit=" tables", disable=not sys.stderr.isatty()):
        make()


def fill_characters(contents, num_characters: int, chance: random.Random, *, begin=0) -> list:
    """The characters alone, with their parts, links and live editions; numbered from ``begin``."""
    characters = _characters(contents, num_characters, chance, begin)
    _parts(contents, characters)
    _links(characters, chance)
    _editions(characters)
    return characters


def _characters(contents, num, chance, begin):
    from characters.editions import ROW_FIELDS
    from characters.models import Character

    rows = []
    for at in range(begin, begin + num):
        content = contents[at % len(contents)]
        row = Character(
            **{n: list(v) if isinstance(v := getattr(content, n), tuple) else v for n in ROW_FIELDS}
        )
        row.slug = f"{content.slug}-{at}"
        row.name = f"{content.name} {at}"
        row.sort_name = f"{content.sort_name} {at:05}"
        row.tags = chance.sample(
            ["check dates", "needs sources", "school", "anniversary"], k=chance.randrange(3)
        )
        row.num_warnings, row.num_blocking = chance.randrange(6), chance.randrange(8) // 7
        if at % 50 == 0:
            row.submitted_at = timezone.now()
        rows.append(row)
    return Character.objects.bulk_create(rows, batch_size=BATCH)


def _parts(contents, characters):
    from characters.models import Remark, StarterQuestion

    questions, remarks = [], []
    for row, content in zip(characters, itertools.cycle(contents), strict=False):
        for at, q in enumerate(content.starter_questions[:QUESTIONS]):
            texts = {"question": q.question, "heading": q.heading, "spoken": q.spoken, "answer": q.answer}
            questions.append(StarterQuestion(character=row, position=at, anchor=q.anchor, **texts))
        for at, r in enumerate(content.remarks[:REMARKS]):
            remarks.append(Remark(character=row, position=at, theme=r.theme, text=r.text))
    StarterQuestion.objects.bulk_create(questions, batch_size=BATCH)
    Remark.objects.bulk_create(remarks, batch_size=BATCH)


def _links(characters, chance):
    from characters.models import SimilarityLink

    links = []
    for at, row in enumerate(characters):
        # Mostly to neighbours, so that there are two-way links, islands and those whom nobody names.
        near = {(at + step) % len(characters) for step in (1, 2, 3, -1, -2)}
        far = chance.sample(range(len(characters)), k=LINKS)
        others = [other for other in dict.fromkeys([*near, *far]) if other != at][:LINKS]
        links += [
            SimilarityLink(
                character=row,
                similar=characters[other],
                position=n,
                reason="Both asked what nobody had asked.",
            )
            for n, other in enumerate(others)
        ]
    SimilarityLink.objects.bulk_create(links, batch_size=BATCH)


def _editions(characters):
    from characters import publishing
    from characters.editions import drafts_of
    from characters.models import Character, Edition

    for start in range(0, len(characters), BATCH):
        batch = [row for at, row in enumerate(characters[start : start + BATCH], start) if at % 10]
        drafts, editions = drafts_of(batch), []
        for row in batch:
            content = drafts[row.pk]
            edition = publishing.unsaved_edition(row, content, number=1, published_at=timezone.now())
            editions.append(edition)
        for row, edition in zip(batch, Edition.objects.bulk_create(editions), strict=True):
            row.live_edition, row.live_slug = edition, edition.slug
            if row.pk % 20 == 0:
                row.tagline = "Changed since."
        Character.objects.bulk_update(batch, ["live_edition", "live_slug", "tagline"], batch_size=500)


def fill_meanings(characters):
    """Where each live one stands among the others: anywhere."""
    from characters.models import EMBEDDING_FLOATS, Meaning

    chance = np.random.default_rng(SEED)
    live = [row for row in characters if row.live_edition_id]
    vectors = chance.standard_normal((len(live), EMBEDDING_FLOATS), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = [
        Meaning(
            character=row,
            edition_id=row.live_edition_id,
            vector=vector,
            names=[f"Person {at % 997}", f"Place {at % 311}", str(row.born)],
            called=[row.name],
            is_suggested=True,
        )
        for at, (row, vector) in enumerate(zip(live, vectors, strict=True))
    ]
    Meaning.objects.bulk_create(rows, batch_size=BATCH)


def _suggestions(characters, chance):
    from characters.models import SimilaritySuggestion

    rows = []
    # Only the live are suggested: who lost one to a withdrawal gets others from the next rebuilding.
    live = [at for at, row in enumerate(characters) if row.live_edition_id]
    for at, row in enumerate(characters):
        others = [other for other in chance.sample(live, k=min(SUGGESTIONS, len(live))) if other != at]
        rows += [
            SimilaritySuggestion(
                character=row,
                similar=characters[other],
                score=chance.random(),
                reasons=["Both worked in politics."],
            )
            for other in others
        ]
    SimilaritySuggestion.objects.bulk_create(rows, batch_size=BATCH)


def _conversations(characters, num, chance):
    from django.contrib.auth import get_user_model

    from chat.models import Conversation, Generation, Message

    User = get_user_model()
    users = User.objects.bulk_create([User(email=f"reader{n}@example.org") for n in range(1_000)])
    # Some are talked to by most.
    favourites = characters[1:400:3]
    now = timezone.now()
    for start in range(0, num, BATCH):
        talks = Conversation.objects.bulk_create(
            Conversation(
                user=chance.choice(users),
                character=chance.choice(favourites if chance.random() < 0.7 else characters),
                title="A question",
                client_key=uuid.UUID(int=chance.getrandbits(128)),
            )
            for _ in range(min(BATCH, num - start))
        )
        asking = [talk for talk in talks if chance.random() < 0.05 and talk.character.live_edition_id]
        said = Message.objects.bulk_create(
            Message(conversation=t, role="USER", text="?", client_key=uuid.UUID(int=chance.getrandbits(128)))
            for t in asking
        )
        replies = Message.objects.bulk_create(
            Message(conversation=m.conversation, role="CHARACTER", text="I cannot say.", answers=m)
            for m in said
        )
        Generation.objects.bulk_create(
            Generation(
                conversation=reply.conversation, reply=reply, edition_id=reply.conversation.character.live_edition_id,
                state="COMPLETE", engine="curated", finished_at=now,
                unanswered=f"what did you think of matter {chance.randrange(40)}",
            )
            for reply in replies
        )  # fmt: skip
    _execute("UPDATE chat_conversation SET created_at = now() - (id % 90) * interval '1 day'")


def _audit():
    _execute(AUDIT)


def _execute(sql):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
