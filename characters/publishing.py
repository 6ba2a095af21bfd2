"""Freeze a draft into an edition and make it what the public reads, or take it away again."""

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from kombu.exceptions import OperationalError

from characters import passages, similarity, tasks
from characters.editions import CharacterContent, content_of, draft_of, folded
from characters.eras import era_of
from characters.models import Character, Edition
from web.markdown import render

log = structlog.get_logger(__name__)


class Incomplete(Exception):
    """The draft lacks what a page needs; ``missing`` says what, a sentence each."""

    def __init__(self, missing: list[str]):
        super().__init__(" ".join(missing))
        self.missing = missing


class NothingToWithdraw(Exception):
    """The character has no live edition."""


def missing_from(content: CharacterContent) -> list[str]:
    """What keeps this content from being published, a sentence each; empty when nothing does."""
    missing = [
        f"{label} is empty."
        for label, value in (
            ("The tagline", content.tagline),
            ("The biography", content.biography),
            ("The persona", content.persona),
            ("The greeting", content.greeting),
            ("The list of fields", content.fields),
        )
        if not value
    ]
    if not content.starter_questions:
        missing.append("There is no starter question.")
    for question in content.starter_questions:
        for label, text in (("answer", question.answer), ("spoken answer", question.spoken)):
            if not text.strip():
                missing.append(f"“{question.question}” has no {label}.")
    if content.portrait and not content.portrait_alt:
        missing.append("The portrait has no description.")
    return missing + [reason for _, reason in passages.clashes(content)]


def rendered(content: CharacterContent) -> dict[str, str | list[str]]:
    """Sanitized HTML of the page's texts: ``biography`` (a list), ``answer:…``, ``spoken:…``, ``remark:…``."""
    html = {"biography": [render(block) for block in passages.paragraphs(content.biography)]}
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
        content = draft_of(character)
        if missing := missing_from(content) + _taken(character, content):
            raise Incomplete(missing)
        live = character.live_edition
        if live and content_of(live) == content:
            _leave_review(character)
            return live
        edition = freeze(character, content, by=by, note=note)
        go_live(character, edition)
        if embed_now:
            passages.embed(edition.passages.all())
            similarity.renew(edition)
        else:
            transaction.on_commit(lambda: _wake_embedding(edition.pk))
    log.info("edition published", character=character.slug, edition=edition.number, by=by and by.pk)
    return edition


def _taken(character, content) -> list[str]:
    """That another live page has this address, which it keeps until it is published under a new one."""
    others = Character.objects.filter(live_slug=content.slug).exclude(pk=character.pk)
    return [
        f"The address “{content.slug}” is taken by the live page of {other.live_edition.name}."
        for other in others.select_related("live_edition")
    ]


def go_live(character: Character, edition: Edition):
    """Make this edition what the public reads. Whoever calls holds the character's row.

    :raises Incomplete: when another live page has the address.
    """
    try:
        with transaction.atomic():
            Character.objects.filter(pk=character.pk).update(live_edition=edition, live_slug=edition.slug)
    except IntegrityError as error:
        # Somebody published another character there between our look and now.
        raise Incomplete([f"The address “{edition.slug}” is taken by another live page."]) from error
    if edition.published_at is None:
        edition.published_at = timezone.now()
        edition.save(update_fields=["published_at"])
    _leave_review(character)


def _leave_review(character):
    Character.objects.filter(pk=character.pk).update(submitted_at=None, submitted_by=None)


def freeze(
    character: Character, content: CharacterContent, *, by=None, note: str = "", numbered=True
) -> Edition:
    """Keep a content as an edition with its passages, not live yet. Whoever calls holds the character's row.

    Without a number it is for a trial conversation only.
    """
    last = character.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        character=character,
        number=last + 1 if numbered else None,
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
        portrait=content.portrait,
        note=note,
        published_by=by,
    )
    passages.keep(edition, content)
    return edition


def _wake_embedding(edition_id):
    try:
        tasks.embed_edition.delay(edition_id)
    except OperationalError:
        log.warning("broker unreachable, beat will embed the edition", edition=edition_id)


def withdraw(character: Character, *, by=None):
    """Take the page off the public; its editions stay, and publishing brings it back.

    :raises NothingToWithdraw: when no edition is live.
    """
    live = Character.objects.live().filter(pk=character.pk)
    if not live.update(live_edition=None, live_slug=None):
        raise NothingToWithdraw
    log.info("character withdrawn", character=character.slug, by=by and by.pk)
