"""What people write is text wherever the desk shows it, and every page of the desk keeps to the site's rules."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html as parser

from characters import links, publishing, scheduling
from characters.models import Character, Collection, Redirect, SimilaritySuggestion
from chat.models import Generation, Report
from desk.listing import saved_filters
from desk.models import AuditEntry, Job
from desk.previewing import links as preview_links
from desk.reviewing import workflow
from tests.chat.factories import conversation, taken_turn
from tests.factories import (
    CharacterFactory,
    EditorFactory,
    RemarkFactory,
    StarterQuestionFactory,
    UserFactory,
    complete_character,
)
from tests.test_urls import EDITOR, TABLE

pytestmark = pytest.mark.django_db

MARKUP = 'a\'"><probe-tag x-init="probe()" onclick=probe()>b</probe-tag><script>probe()</script>{{ 7 }}'
VISITOR = "My secret is a zebrafinch."
FRAMED = {"desk:preview_page", "desk:preview_card", "chat:trial"}


@pytest.fixture
def hostile(db):
    """Rows of every kind that say MARKUP wherever something may be said; the ids that addresses name."""
    author = EditorFactory(email="o'\"><probe-tag>@example.org", first_name=MARKUP)
    other = CharacterFactory(name=MARKUP, tagline=MARKUP, biography=MARKUP)
    texts = ("sort_name", "place", "tagline", "biography", "persona", "greeting", "example_dialogue")
    character = complete_character(
        name=MARKUP, also_known_as=[MARKUP], tags=[MARKUP[:40]], **dict.fromkeys(texts, MARKUP)
    )
    StarterQuestionFactory(
        character=character,
        anchor="second",
        question=f"{MARKUP}?",
        heading=MARKUP,
        spoken=MARKUP,
        answer=MARKUP,
    )
    RemarkFactory(character=character, theme=f"One {MARKUP}", text=MARKUP)
    links.link(character.pk, other.pk, reason=MARKUP, reason_back=MARKUP, by=author)
    edition = publishing.publish(character, by=author, note=MARKUP)
    Character.objects.filter(pk=character.pk).update(tagline=f"{MARKUP} and more", assigned_to=author)
    character.refresh_from_db()
    workflow.add_note(character, by=author, text=MARKUP, about=MARKUP[:100])
    note = workflow.add_note(character, by=author, text=MARKUP, about="Biography")
    third = CharacterFactory(name=MARKUP)
    SimilaritySuggestion.objects.create(character=character, similar=third, score=0.9, reasons=[MARKUP])
    saved_filters.keep(author, name=MARKUP[:60], query=f"q={MARKUP}", is_shared=True)
    visitor = UserFactory()
    taken_turn(
        visitor,
        into=conversation(visitor, character=character),
        text=VISITOR,
        state=Generation.State.COMPLETE,
        written=VISITOR,
    )
    # What its user has shown to editors, and so stands there.
    told = taken_turn(
        visitor,
        into=conversation(visitor, character=character),
        text=MARKUP,
        state=Generation.State.COMPLETE,
        written=MARKUP,
    )
    report = Report.objects.create(reply=told.reply, reason=Report.Reason.OTHER, remark=MARKUP)
    collection = Collection.objects.create(slug="marked", title=MARKUP[:120], intro=MARKUP, is_published=True)
    collection.members.create(character=character, line=MARKUP[:300])
    step = {
        "path": MARKUP,
        "slug": MARKUP,
        "deed": "change",
        "field": MARKUP,
        "reason": MARKUP,
        "warnings": [MARKUP],
    }
    step["changes"] = [{"field": MARKUP, "old": MARKUP, "new": MARKUP}]

    def job(kind, **report):
        report = report or {MARKUP: MARKUP}
        return Job.objects.create(
            kind=kind,
            asked_by=author,
            state=Job.State.DONE,
            ended_at=timezone.now(),
            report=report,
            options={},
        ).pk

    rows = {"rows": [{"id": character.pk, "name": MARKUP, "did": "refused", "said": [MARKUP]}]}
    failed = Job.objects.create(kind="import_files", asked_by=author, state=Job.State.FAILED, failure=MARKUP)
    return {
        "slug": character.slug,
        "character": character.pk,
        "edition": edition.pk,
        "edition_number": 1,
        "collection": collection.pk,
        "redirect": Redirect.objects.create(slug="an-old-address", character=character).pk,
        "schedule": scheduling.schedule_withdrawal(
            character, by=author, due_at=timezone.now() + dt.timedelta(days=1)
        ).pk,
        "job": failed.pk,
        "jobs": [
            failed.pk,
            job("nothing"),
            job("import_files", dry_run=False, counts={"change": 1}, steps=[step]),
            job("import_files", dry_run=True, counts={"change": 1}, steps=[step]),
            job("export_characters", name=MARKUP, file="exports/none", bytes=1),
            job("publish_many", **rows),
            job("withdraw_many", **rows),
            job("assign_many", before={"1": None}, to=1, to_email=MARKUP),
        ],
        "import_job": failed.pk,
        "export_job": failed.pk,
        "format": "starter",
        "note": note.pk,
        "report": report.pk,
        "preview_key": preview_links.make(character, by=author, days=7).key,
        "preview_link": 1,
        "tagging": job("tag_many", added={MARKUP: [1]}, removed={MARKUP: [1]}),
        "audit_entry": AuditEntry.objects.latest("id").pk,
    }


def pages(rows):
    """(name, address) of every page of the desk, and of others with parameters that they echo."""
    for name, address in TABLE.items():
        is_page = name not in ("desk:export_one", "desk:download", "admin:jsi18n")
        is_of_the_desk = address.who == EDITOR or name == "shared_preview"
        if is_page and is_of_the_desk and address.method == "get":
            yield name, reverse(name, args=[rows[arg] for arg in address.args])
    for pk in rows["jobs"]:
        yield "desk:job", reverse("desk:job", args=[pk])
    for pk in AuditEntry.objects.values_list("pk", flat=True):
        yield "entry", reverse("admin:desk_auditentry_change", args=[pk])
    compare = reverse("desk:compare", args=[rows["character"]])
    change = reverse("admin:characters_character_changelist")
    similar = reverse("desk:similar", args=[rows["character"]])
    yield "compare", f"{compare}?from=1&to=draft"
    for url in (compare, change, similar, reverse("desk:save_filter"), reverse("admin:search")):
        for parameter in ("q", "from", "to", "query", "s", "tag", "show", "view"):
            yield "echo", f"{url}?{parameter}=probe%22%27%3E%3Cprobe-tag%3E"


def probes(page) -> list[str]:
    """Elements and attributes that what somebody wrote has become."""
    tree = parser.document_fromstring(f"<div></div>{page}" if len(page.strip()) < 50 else page)
    found = [element.tag for element in tree.iter("probe-tag")]
    for element in tree.iter(tree.xpath("//*")[0].tag, "script", "*"):
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and "probe()" in (element.text or "") and element.get("type") is None:
            found.append(f"script: {element.text[:60]}")
        for name, value in element.attrib.items():
            is_code = name.startswith(("x-", "@", ":", "on", "hx-on"))
            if (
                is_code
                and "probe" in value
                or name == "href"
                and value.strip().lower().startswith("javascript:")
            ):
                found.append(f"{element.tag} {name}={value[:120]}")
    return found


def test_what_people_write_is_text_on_every_page(hostile, editor_client):
    for name, url in pages(hostile):
        response = editor_client.get(url, follow=True)
        assert response.status_code in (200, 404), url
        assert probes(response.content.decode()) == [], (name, url)
        for part in ("offers", "found"):
            htmx = editor_client.get(url, {"q": "probe", "place": part}, HTTP_HX_REQUEST="true", follow=True)
            assert probes(f"<div>{htmx.content.decode()}</div>") == [], (name, url)


def test_what_the_desk_says_after_an_action_is_text(hostile, editor_client):
    pk = hostile["character"]
    for name, data in (
        ("desk:submit", {}), ("desk:take_back", {}), ("desk:submit", {}), ("desk:send_back", {"note": MARKUP}),
        ("desk:publish", {"note": MARKUP}), ("desk:publish", {}), ("desk:withdraw", {"note": MARKUP}),
        ("desk:withdraw", {}), ("desk:take_back", {}), ("desk:add_note", {"text": MARKUP, "about": MARKUP}),
        ("desk:merge", {"into": pk}), ("desk:decide_suggestion", {"similar": pk, "decision": "reject"}),
        ("desk:link_similar", {"similar": Character.objects.last().pk, "reason": MARKUP}),
        ("desk:link_similar", {"similar": pk, "reason": MARKUP}), ("desk:schedule_publishing", {"due_at": MARKUP}),
        ("desk:schedule_publishing", {"due_at": "2027-01-01T10:00", "note": MARKUP}),
    ):  # fmt: skip
        page = editor_client.post(reverse(name, args=[pk]), data, follow=True).content.decode()
        assert probes(page) == [], name
    for name, data in (
        ("desk:tag_many", {"add": MARKUP[:40]}), ("desk:tag_many", {"add": MARKUP * 3}),
        ("desk:assign_many", {"to": MARKUP}), ("desk:save_filter", {"name": MARKUP[:60], "query": MARKUP}),
        ("desk:save_filter", {"name": MARKUP, "query": MARKUP}), ("desk:written", {"text": MARKUP}),
        ("desk:import", {"existing": MARKUP}), ("desk:export", {"format": MARKUP}),
    ):  # fmt: skip
        page = editor_client.post(reverse(name), {"ids": str(pk), **data}, follow=True).content.decode()
        assert probes(f"<div>{page}</div>") == [], name


def test_no_visitors_words_stand_on_the_desk_or_in_the_audit(hostile, editor_client, caplog):
    for name, url in pages(hostile):
        assert "zebrafinch" not in editor_client.get(url, follow=True).content.decode(), (name, url)
    told = str(list(AuditEntry.objects.values("changes", "additional_data", "object_repr", "changes_text")))
    assert "zebrafinch" not in told
    assert "zebrafinch" not in caplog.text


def test_every_page_of_the_desk_keeps_to_its_policy(hostile, editor_client):
    for name, url in pages(hostile):
        response = editor_client.get(url)
        policy = response.headers["Content-Security-Policy"]
        is_framed = name in FRAMED
        assert ("frame-ancestors 'self'" if is_framed else "frame-ancestors 'none'") in policy, url
        assert response.headers["X-Frame-Options"] == ("SAMEORIGIN" if is_framed else "DENY"), url
        assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0], url
        assert "default-src 'none'" in policy
        if not name.startswith("admin:password_change"):  # which shows nothing of anybody's
            assert "no-store" in response.headers["Cache-Control"], url
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        if response.status_code == 200:
            _nothing_from_elsewhere(
                parser.document_fromstring(f"<div></div>{response.content.decode()}"), url
            )


def _nothing_from_elsewhere(tree, url):
    for element in tree.iter("script", "link", "img", "iframe", "source"):
        for name in ("src", "href", "srcset"):
            value = element.get(name, "")
            at_home = not value.startswith(("http:", "https:", "//")) or value.startswith(settings.SITE_URL)
            assert at_home or element.get("rel") == "canonical", (url, value)


def test_a_shared_preview_is_kept_nowhere_and_tells_nobody_where_it_is(hostile):
    response = Client().get(reverse("shared_preview", args=[hostile["preview_key"]]))
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
