"""Freeze a draft into an edition and make it what the public reads, or take it away again."""

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from kombu.exceptions import OperationalError

from characters import addresses, checklist, passages, renditions, similarity, tasks
from characters.checklist import missing_from, missing_to_publish
from characters.checks.surroundings import leads_elsewhere
from characters.editions import CharacterContent, content_of, draft_of, folded
from characters.eras import era_of
from characters.models import Character, Edition, Schedule
from characters.search import entries, vocabulary
from characters.signals import went_away, went_live
from web.markdown import render

# What the checklist finds to block, this refuses.
__all__ = [
    "Incomplete",
    "NothingToWithdraw",
    "freeze",
    "go_live",
    "missing_from",
    "publish",
    "rendered",
    "withdraw",
]

log = structlog.get_logger(__name__)
# Kept with what was called off: see characters.kept_words.
WENT_LIVE = gettext_noop("Edition %(number)s went live before it.")
WITHDRAWN = gettext_noop("The page was withdrawn before.")


class Incomplete(Exception):
    """The draft lacks what a page needs; ``missing`` says what, a sentence each."""

    def __init__(self, missing: list[str]):
        super().__init__(" ".join(missing))
        self.missing = missing


class NothingToWithdraw(Exception):
    """The character has no live edition."""


def rendered(content: CharacterContent) -> dict[str, str | list[str]]:
    """Sanitized HTML of the page's texts: ``biography`` (a list), ``sources``, ``answer:…``, ``spoken:…``,
    ``remark:…``."""
    html = {"biography": [render(block) for block in passages.paragraphs(content.biography)]}
    html["sources"] = render(content.sources)
    for question in content.starter_questions:
        html[f"answer:{question.anchor}"] = render(question.answer)
        html[f"spoken:{question.anchor}"] = render(question.spoken)
    for remark in content.remarks:
        html[f"remark:{passages.remark_anchor(remark.theme)}"] = render(remark.text)
    return html


def publish(character: Character, *, by=None, note: str = "", embed_now: bool = False) -> Edition:
    """Freeze the draft as the next edition and make it live. An unchanged draft gives no new edition.

    :raises Incomplete: while the draft lacks what a page needs, its address included.
    """
    with transaction.atomic():
        character = Character.objects.select_for_update(of=("self",)).get(pk=character.pk)
        content = publishable(character)
        live = character.live_edition
        leave_review(character)
        if live and content_of(live) == content:
            return live
        edition = freeze(character, content, by=by, note=note)
        go_live(character, edition)
        if embed_now:
            passages.embed(edition.passages.all())
            similarity.renew(edition)
        else:
            transaction.on_commit(lambda: wake_embedding(edition.pk))
    log.info("edition published", character=character.slug, edition=edition.number, by=by and by.pk)
    return edition


def publishable(character: Character) -> CharacterContent:
    """The draft, which may be published as it is.

    :raises Incomplete: while it lacks what a page needs, its address included.
    """
    content = draft_of(character)
    if missing := missing_to_publish(character, content):
        raise Incomplete(missing)
    return content


def _kept_for_another(character, slug) -> list[str]:
    """That readers come this way to another's page: an editor decides whether they are to go on doing so."""
    other = addresses.kept_for_another(character, slug)
    return [leads_elsewhere(slug, other.name)] if other else []


def go_live(character: Character, edition: Edition):
    """Make this edition what the public reads; earlier addresses lead to it. Whoever calls holds the character's row.

    An edition that waits for its date is called off: it is older by now.

    :raises Incomplete: when another live page has the address, or an old address leads to another's.
    """
    if kept := _kept_for_another(character, edition.slug):
        raise Incomplete(kept)
    before = character.live_edition
    try:
        with transaction.atomic():
            Character.objects.filter(pk=character.pk).update(live_edition=edition, live_slug=edition.slug)
    except IntegrityError as error:
        # Somebody published another character there between our look and now.
        said = _("The address “%(slug)s” is taken by another live page.") % {"slug": edition.slug}
        raise Incomplete([said]) from error
    if edition.published_at is None:
        edition.published_at = timezone.now()
        edition.save(update_fields=["published_at"])
    addresses.keep(character, edition.slug)
    entries.keep(edition)
    transaction.on_commit(lambda: vocabulary.learn(content_of(edition)))
    call_off_pending(character, Schedule.Kind.PUBLISH, WENT_LIVE % {"number": edition.number})
    transaction.on_commit(lambda: checklist.mark_neighbours([character.pk]))
    went_live.send(Character, character=character, edition=edition, before=before)


def leave_review(character: Character):
    """What a writer submitted has been dealt with."""
    Character.objects.filter(pk=character.pk).update(submitted_at=None, submitted_by=None)


def freeze(
    character: Character, content: CharacterContent, *, by=None, note: str = "", numbered=True
) -> Edition:
    """Keep a content as an edition with its passages, not live yet. Whoever calls holds the character's row.

    Without a number it is for a trial conversation only.
    """
    last = character.editions.aggregate(last=Max("number"))["last"] or 0
    edition = unsaved_edition(
        character, content, number=last + 1 if numbered else None, note=note, published_by=by
    )
    edition.save()
    passages.keep(edition, content)
    if content.portrait:
        transaction.on_commit(lambda: tasks.wake_renditions(character.pk))
    return edition


def unsaved_edition(character: Character, content: CharacterContent, **fields) -> Edition:
    """What freezing this content would keep: previews show it, and it goes no further."""
    return Edition(
        character=character,
        content=content.to_json(),
        html=rendered(content),
        slug=content.slug,
        name=content.name,
        # Without case and accents: the database sorts letters by their code, É after Z.
        sort_name=folded(content.sort_name or content.name)[:120],
        names=content.searchable_names,
        tagline=content.tagline,
        born=content.born,
        died=content.died,
        era=era_of(content.born, content.died) or "",
        fields=list(content.fields),
        portrait=renditions.widest_of(content),
        language=content.language,
        translation_of_id=character.translation_of_id,
        **fields,
    )


def wake_embedding(edition_id):
    try:
        tasks.embed_edition.delay(edition_id)
    except OperationalError:
        log.warning("broker unreachable, beat will embed the edition", edition=edition_id)


@transaction.atomic
def withdraw(character: Character, *, by=None):
    """Take the page off the public; its editions stay, and publishing brings it back.

    A withdrawal that waits for its date is called off; an edition that does goes live all the same.

    :raises NothingToWithdraw: when no edition is live.
    """
    live = Character.objects.live().filter(pk=character.pk)
    before = Edition.objects.filter(live_for=character.pk).only("number").first()
    if not live.update(live_edition=None, live_slug=None):
        raise NothingToWithdraw
    entries.forget(character)
    call_off_pending(character, Schedule.Kind.WITHDRAW, WITHDRAWN)
    transaction.on_commit(lambda: checklist.mark_neighbours([character.pk]))
    went_away.send(Character, character=character, before=before, by=by)
    log.info("character withdrawn", character=character.slug, by=by and by.pk)


def call_off_pending(character: Character, kind: str, reason: str):
    """End what waits for its date, with the reason in a sentence. Whoever calls holds the character's row."""
    pending = Schedule.objects.filter(character=character, kind=kind, state=Schedule.State.PENDING)
    pending.update(state=Schedule.State.CANCELLED, failure=reason, ended_at=Now())
