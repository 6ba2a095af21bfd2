"""Keep who changed, published, withdrew, exported or looked at what: rows by django-auditlog, actions by ``recorded``.

Never what visitors wrote: nothing of the chat is registered. Rows that change while nobody is at work (migrations,
the loading of a catalog) leave no entry; what a command does to a character it records itself.
"""

import datetime as dt

from auditlog.context import disable_auditlog
from auditlog.registry import auditlog
from auditlog.signals import pre_log
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from characters.editions import CharacterContent
from characters.incoming import Deed, Step
from characters.models import (
    Character,
    Collection,
    CollectionMember,
    Redirect,
    Remark,
    Schedule,
    SimilarityLink,
    StarterQuestion,
)
from characters.signals import went_away, went_live
from desk import acting
from desk.models import AuditEntry, PreviewLink, ReviewNote
from users.models import User

Did = AuditEntry.Did
# Of one user and one character, looking is told once in so long.
LOOK_AGAIN = dt.timedelta(minutes=10)
# What follows from other columns, or says who and when, which the entry itself does.
NOISE = (
    "num_changes", "num_blocking", "num_warnings", "created_at", "changed_at", "changed_by",
    "live_edition", "live_slug", "submitted_at", "submitted_by",
)  # fmt: skip


def watch():
    """Register what is watched. Called once, when the app is ready."""
    auditlog.register(Character, exclude_fields=list(NOISE))
    for part in (StarterQuestion, Remark, SimilarityLink):
        auditlog.register(part, exclude_fields=["id", "character"])
    auditlog.register(Redirect, exclude_fields=["id", "character", "made_at"])
    auditlog.register(Collection, exclude_fields=["id", "changed_at", "changed_by"])
    auditlog.register(CollectionMember, exclude_fields=["id", "collection", "character"])
    auditlog.register(Schedule, exclude_fields=["id", "character", "asked_at", "asked_by", "ended_at"])
    auditlog.register(
        ReviewNote,
        exclude_fields=["id", "character", "written_at", "written_by", "resolved_by"],
    )
    auditlog.register(PreviewLink, include_fields=["expires_at"])
    auditlog.register(
        User,
        include_fields=["is_active", "is_staff", "is_superuser"],
        m2m_fields=["groups", "user_permissions"],
    )
    auditlog.register(Group, include_fields=["name"], m2m_fields=["permissions"])
    pre_log.connect(_is_to_be_kept, dispatch_uid="desk.audit")
    went_live.connect(_went_live, dispatch_uid="desk.audit")
    went_away.connect(_went_away, dispatch_uid="desk.audit")


def _is_to_be_kept(sender, instance, action, **kwargs) -> bool:
    """Whether somebody is at work. Of accounts, those that nobody gave a role are nobody's business."""
    if acting.who() is None:
        return False
    is_role_given = not isinstance(instance, User) or instance.is_staff
    return is_role_given or action == AuditEntry.Action.UPDATE


def _went_live(sender, character, edition, before, **kwargs):
    recorded(
        Did.PUBLISHED,
        character,
        acting.who() or edition.published_by,
        changes={"live edition": [before and before.number, edition.number]},
        **({"note": edition.note} if edition.note else {}),
    )


def _went_away(sender, character, before, by, **kwargs):
    recorded(Did.WITHDREW, character, by, changes={"live edition": [before and before.number, None]})


def entry(
    action: str, character: Character, by=None, *, changes: dict | None = None, **details
) -> AuditEntry:
    """An entry that is not saved yet, for those who save many at once."""
    by = by or acting.who()
    is_looking = action in (Did.LOOKED_AT, Did.EXPORTED)
    return AuditEntry(
        content_type=ContentType.objects.get_for_model(Character),
        object_pk=str(character.pk),
        object_id=character.pk,
        object_repr=character.name,
        action=AuditEntry.Action.ACCESS if is_looking else AuditEntry.Action.UPDATE,
        did=action,
        actor=by,
        actor_email=by and by.email,
        changes=changes,
        additional_data=details or None,
        character_pk=character.pk,
        character_name=character.name,
    )


def recorded(
    action: str, character: Character, by=None, *, changes: dict | None = None, **details
) -> AuditEntry:
    """Keep that this was done to a character: by this user, else by whoever is at work, else by the site itself.

    ``action`` is one of ``AuditEntry.Did``; ``changes`` maps what changed to [old, new] (``changes_between``);
    ``details`` are small values of JSON. With ``without_rows`` around it, a bulk change leaves one entry a character.
    """
    kept = entry(action, character, by, changes=changes, **details)
    kept.save(force_insert=True)
    return kept


def recorded_at_once(entries: list[AuditEntry]):
    """Keep many entries in few statements."""
    AuditEntry.objects.bulk_create(entries, batch_size=500)


def without_rows():
    """A context in which rows that change leave no entries of their own: whoever opens it calls ``recorded``."""
    return disable_auditlog()


def changes_between(before: CharacterContent | None, after: CharacterContent) -> dict:
    """What one content says otherwise than another, as ``{field: [old, new]}``, for ``recorded``."""
    old, new = before.to_json() if before else {}, after.to_json()
    empty = ("", [], {}, None, False)
    return {
        name: [old.get(name), value]
        for name, value in new.items()
        if old.get(name) != value and not (old.get(name) in empty and value in empty)
    }


def recorded_steps(action: str, steps: list[Step], by=None):
    """Keep what ``characters.incoming`` wrote: one entry for each character that it added or changed."""
    written = {step.slug: step for step in steps if step.deed in (Deed.ADD, Deed.CHANGE) and step.content}
    characters = Character.objects.filter(slug__in=written).only("name", "slug")
    recorded_at_once(
        [
            entry(action, row, by, changes=changes_between(step.before, step.content), file=step.path)
            for row in characters
            for step in [written[row.slug]]
        ]
    )


def looked_at(user, character: Character, page: str):
    """Keep that a user has a page of a character before them, unless they had one a few minutes ago."""
    since = timezone.now() - LOOK_AGAIN
    lately = AuditEntry.objects.filter(
        character_pk=character.pk, timestamp__gte=since, did=Did.LOOKED_AT, actor=user
    )
    if not lately.exists():
        recorded(Did.LOOKED_AT, character, user, page=page)
