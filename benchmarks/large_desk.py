"""A desk with much on it, made quickly and always the same: a large catalog, what was suggested, said and changed."""

import random
import sys
import uuid

import large_catalog
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

BATCH = 2_000
SUGGESTIONS, ENTRIES = 12, 20

# One in fifty waits for review; one in twenty of the live was changed since.
DRAFTS = """
UPDATE characters_character SET
    num_warnings = mod(id, 6), num_blocking = mod(id, 8) / 7, checked_at = now(),
    submitted_at = CASE WHEN mod(id, 50) = 0 THEN now() END,
    tagline = CASE WHEN mod(id, 20) = 1 AND live_edition_id IS NOT NULL THEN 'Changed since.' ELSE tagline END
"""
# Only the live are suggested: who lost one to a withdrawal gets others from the next rebuilding.
SUGGESTED = """
WITH live AS MATERIALIZED (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS at, count(*) OVER () AS num
    FROM characters_character WHERE live_edition_id IS NOT NULL AND translation_of_id IS NULL
)
INSERT INTO characters_similaritysuggestion (character_id, similar_id, score, reasons, state)
SELECT c.id, live.id, (k + 1) / %(num)s::float, '["Both worked in politics."]', 'OPEN'
FROM characters_character AS c CROSS JOIN generate_series(0, %(num)s - 1) AS k
JOIN live ON live.at = mod(hashint8(c.id * %(num)s + k)::bigint & 2147483647, live.num)
WHERE live.id <> c.id
ON CONFLICT DO NOTHING
"""
AUDIT = """
INSERT INTO desk_auditentry (content_type_id, object_pk, object_id, object_repr, action, changes_text, changes,
    timestamp, actor_email, did, character_pk, character_name)
SELECT t.id, c.id::text, c.id, c.name, 1, '', '{"tagline": ["Old.", "New."]}',
    now() - k * interval '1 day' - c.id * interval '1 second', 'editor@example.org',
    (ARRAY['changed', 'looked-at', 'published'])[k %% 3 + 1], c.id, c.name
FROM characters_character c, generate_series(1, %(num)s) AS k, django_content_type t
WHERE t.app_label = 'characters' AND t.model = 'character'
"""


def fill(*, num_characters: int, num_conversations: int):
    """A large catalog with 12 suggestions and 20 entries in the audit a character, and conversations with them."""
    large_catalog.fill_up(num_characters)
    steps = {
        "drafts": lambda: _execute(DRAFTS),
        "suggestions": lambda: _execute(SUGGESTED, num=SUGGESTIONS),
        "conversations": lambda: _conversations(num_conversations),
        "audit": lambda: _execute(AUDIT, num=ENTRIES),
    }
    for make in tqdm(steps.values(), unit=" tables", disable=not sys.stderr.isatty()):
        make()


def _conversations(num):
    from django.contrib.auth import get_user_model

    from characters.models import Character
    from chat.models import Conversation, Generation, Message

    chance = random.Random(large_catalog.SEED)
    User = get_user_model()
    users = User.objects.bulk_create([User(email=f"reader{n}@example.org") for n in range(1_000)])
    characters = list(Character.objects.only("live_edition").order_by("pk"))
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
    _execute("UPDATE chat_conversation SET created_at = now() - mod(id, 90) * interval '1 day'")


def _execute(sql, **values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
