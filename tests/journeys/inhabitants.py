"""Fill the site of the journeys: characters, an editor, readers who are signed in, and some conversations.

Run as a script with the site's settings; prints what the journeys need to know as JSON. With --whole-catalog it
loads every starter character and invents none, for pictures.
"""

import datetime as dt
import json
import os
import sys
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Permission  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from characters import portraits, publishing, scheduling  # noqa: E402
from characters.models import Character, Collection  # noqa: E402
from chat import turns  # noqa: E402
from chat.models import Conversation, Generation  # noqa: E402
from desk import jobs  # noqa: E402
from desk.bulk.uploads import keep_uploads  # noqa: E402
from desk.models import AuditEntry  # noqa: E402
from desk.previewing import links as preview_links  # noqa: E402
from desk.reviewing import workflow  # noqa: E402
from desk.similar import rebuilding  # noqa: E402
from tests.factories import (  # noqa: E402
    CharacterFactory,
    EditorFactory,
    UserFactory,
    WriterFactory,
    complete_character,
    published_character,
)
from tests.journeys import desk_work, given_away, long_talks  # noqa: E402
from tests.journeys.sitting import sitter  # noqa: E402

STARTERS = (
    "ada-lovelace",
    "confucius",
    "frida-kahlo",
    "ibn-battuta",
    "ibn-battuta-ar",
    "karl-marx",
    "leon-trotsky",
    "marie-curie",
    "marie-curie-de",
    "rosa-luxemburg",
    "toussaint-louverture",
)
# Who speaks after a script, and how: a reply of a known length and pace.
SCRIPTED = {
    "sam-slow": ("Sam Slow", "scripted:say-120-gap-60"),
    "una-unhurried": ("Una Unhurried", "scripted:say-120-gap-500"),
    "quentin-quick": ("Quentin Quick", "scripted:say-20-gap-5"),
    "long-john": ("Long John", "scripted:say-3000-gap-3"),
    "mark-marked": ("Mark Marked", "scripted:marked-3600-gap-2"),
    "mute-mary": ("Mute Mary", "scripted:status-400"),
    "faye-fallback": ("Faye Fallback", "scripted:say-9-gap-60-die-after-5, scripted:say-20-gap-5"),
}
# More than a page of the catalog, and after everybody else in it.
NUM_FILLERS, NUM_READERS = 20, 300
SETTLED = (
    ("leon-trotsky", "Why did you oppose Stalin?"),
    ("leon-trotsky", "What is the best way to bake a chocolate cake?"),
    ("marie-curie", "Do you hear me?"),
)
FAILING = "scripted:status-400"


def main(is_whole_catalog):
    folder = settings.BASE_DIR / "content/characters"
    if is_whole_catalog:
        call_command("load_characters", folder)
    else:
        call_command("load_characters", *(folder / f"{slug}.md" for slug in STARTERS))
        _invent_characters()
    call_command("load_collections", folder.parent / "collections")
    _publish_again("confucius")
    jobs.run(jobs.start(rebuilding.KIND).pk)
    print(json.dumps(_people_and_talks()))


def _invent_characters():
    for slug, (name, engine) in SCRIPTED.items():
        published_character(slug=slug, name=name, engine=engine)
    for number in range(NUM_FILLERS):
        published_character(
            slug=f"zoe-{number:02}", name=f"Zoe Zephyr {number:02}", sort_name=f"Zephyr, Zoe {number:02}"
        )


def _people_and_talks():
    editor, writer = EditorFactory(email="editor@example.org"), WriterFactory(email="writer@example.org")
    settled = UserFactory(password=None)
    talks = [_talk(settled, *row) for row in SETTLED]
    branched = _talk(settled, "ada-lovelace", "What did you dream of?")
    long_talks.branch(branched)
    noted = _talk(settled, "ada-lovelace", "Are you there?")
    _answered(noted)
    note = long_talks.note(noted)
    desk_work.leave_some(editor)
    # No worker runs yet: it will find that the last one's engine refuses.
    Generation.objects.filter(conversation=talks[-1]).update(engine=FAILING)
    payer = EditorFactory(email="payer@example.org")
    payer.user_permissions.add(Permission.objects.get(codename="view_generation"))
    form = reverse("admin:characters_character_change", args=[_character("leon-trotsky").pk])
    reworked = reverse("admin:characters_character_change", args=[_character("confucius").pk])
    reviews = _reviews(writer, editor)
    _schedule("confucius", editor)
    audited = AuditEntry.objects.filter(did="changed").first().pk
    trotsky = _character("leon-trotsky")
    trial = reverse("chat:trial", args=[trotsky.pk])
    shared = reverse("shared_preview", args=[preview_links.make(trotsky, by=editor, days=7).key])
    return {
        "editor": {"email": editor.email, "session": _session_of(editor)},
        "payer": {"session": _session_of(payer)},
        "writer": {"email": writer.email, "session": _session_of(writer)},
        "settled": {
            "id": settled.pk,
            "session": _session_of(settled),
            "conversations": [talk.get_absolute_url() for talk in talks],
        },
        "form": form,
        "reworked": reworked,
        "trial": trial,
        "shared": shared,
        "addresses": {
            **dict(
                zip(("grounded", "offering", "failed"), (t.get_absolute_url() for t in talks), strict=True)
            ),
            "branched": branched.get_absolute_url(),
            "noted": noted.get_absolute_url(),
            "note": note.pk,
            "message": branched.messages.earliest("pk").pk,
            "form": form,
            "preview": form.replace("/change/", "/preview/"),
            "trial": trial,
            "shared": shared,
            "desk": reworked.removesuffix("change/"),
            "portrayed": reworked,
            "audited": audited,
            "trotsky": trotsky.pk,
            "collection": reverse(
                "admin:characters_collection_change", args=[Collection.objects.get(slug="voices-of-1917").pk]
            ),
            "similar": form.replace("change", "similar"),
            **reviews,
            **given_away.give_away(settled),
            "import_job": reverse("desk:job", args=[_import(editor).pk]),
        },
        "portrayed": reworked,
        "reviews": reviews,
        "audited": audited,
        "sessions": [_session_of(UserFactory(password=None)) for _ in range(NUM_READERS)],
    }


def _answered(talk):
    """Its first message has its reply."""
    Generation.objects.filter(conversation=talk).update(
        state="COMPLETE", attempt=1, finished_at=timezone.now()
    )
    talk.messages.filter(role="CHARACTER").update(text="I am, and I listen.")
    talk.refresh_from_db()


def _schedule(slug, editor):
    """Something that waits, and something that was called off."""
    for days in (300, 301):
        due_at = timezone.now() + dt.timedelta(days=days)
        scheduling.schedule_withdrawal(_character(slug), due_at=due_at, by=editor)


def _import(editor):
    """A rehearsal with something of each kind; it is done before the site opens."""
    files = [
        SimpleUploadedFile("nobody.md", b"no starter file"),
        SimpleUploadedFile(
            "people.csv", b"slug,name,place\nfrida-kahlo,Frida Kahlo,Elsewhere\nosa,Osa,Oslo\n"
        ),
    ]
    options = {"archive": keep_uploads(files), "existing": "leave", "publish": False, "dry_run": True}
    job = jobs.start("import_files", by=editor, **options)
    jobs.run(job.pk)
    return job


def _reviews(writer, editor) -> dict:
    """The Review pages of a draft that waits for a review, and of one that lacks much."""
    waiting = complete_character(slug="wanda-waiting", name="Wanda Waiting", greeting="Good day. TODO")
    workflow.submit(
        waiting, by=writer, note="I am not sure of the years: please compare them with the letters."
    )
    done = workflow.add_note(waiting, by=editor, about="Tagline", text="This was too long.")
    workflow.resolve(done, by=writer)
    workflow.add_note(waiting, by=editor, about="Question: What is the engine?", text="Say who built it.")
    lacking = CharacterFactory(slug="lars-lacking", name="Lars Lacking", tagline="", greeting="", fields=[])
    return {
        "waiting": reverse("desk:review", args=[waiting.pk]),
        "lacking": reverse("desk:review", args=[lacking.pk]),
    }


def _publish_again(slug):
    character = _character(slug)
    _portray(character)
    character.tagline += " He was a teacher."
    character.save()
    publishing.publish(character, note="So that there is an earlier edition to visit.")
    _rework(character)


def _rework(character):
    """A draft with something of every kind of change, not published."""
    character.refresh_from_db()
    first, *rest, last = character.biography.split("\n\n")
    character.biography = "\n\n".join([first.replace(" the ", " that "), *rest, "A paragraph came in.", last])
    character.place, character.died = "Zou, in the state of Lu", None
    character.save()
    character.starter_questions.last().delete()
    character.redirects.create(slug="kong-fuzi")
    character.remarks.create(theme="What I ate", text="Rice, and **never** without ginger.", position=99)


def _portray(character):
    if not character.portrait:
        character.portrait = portraits.keep(portraits.reencoded(sitter()))
        character.portrait_alt, character.portrait_credit = (
            "Somebody before a red curtain",
            "Drawn for a test",
        )
        character.portrait_licence, character.portrait_focus = "cc0", [480, 350]


def _talk(user, slug, text) -> Conversation:
    return turns.begin(user=user, character=_character(slug), text=text, client_key=uuid.uuid4())


def _character(slug) -> Character:
    return Character.objects.get(slug=slug)


def _session_of(user) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main("--whole-catalog" in sys.argv)
