"""Every address is classified by who may open it, and all kinds of people visit it to see that it holds."""

import datetime as dt
import uuid
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import get_resolver, reverse
from django.utils import timezone

from characters import scheduling
from characters.models import Collection, Redirect
from chat import verdicts
from chat.models import Generation, Note
from chat.sharing import shares
from desk.models import AuditEntry, Job, ReviewNote
from desk.previewing import links as preview_links
from tests.chat.factories import conversation, taken_turn
from tests.factories import UserFactory, published_character

# Who may: everybody; signed in, each seeing their own; the owner, for whom alone the row exists; who has a
# second factor (nobody here); editors; superusers.
PUBLIC, SIGNED_IN, OWN, SECOND_FACTOR = "PUBLIC", "SIGNED_IN", "OWN", "SECOND_FACTOR"
EDITOR, SUPERUSER = "EDITOR", "SUPERUSER"


@dataclass(frozen=True)
class Address:
    who: str
    args: tuple[str, ...] = ()
    method: str = "get"


# name of the address: who may open it, which rows of ``world`` it names, and by which method it is visited.
TABLE = {
    "characters:home": Address(PUBLIC),
    "characters:catalog": Address(PUBLIC),
    "characters:detail": Address(PUBLIC, ("slug",)),
    "characters:edition": Address(PUBLIC, ("slug", "edition_number")),
    "characters:similar": Address(PUBLIC, ("slug",)),
    "characters:map": Address(PUBLIC, ("slug",)),
    "characters:explore": Address(PUBLIC),
    "characters:collections": Address(PUBLIC),
    "characters:collection": Address(PUBLIC, ("collection_slug",)),
    "characters:timeline": Address(PUBLIC),
    "characters:medallion": Address(PUBLIC, ("slug",)),
    "characters:portrait": Address(PUBLIC, ("portrait",)),
    "characters:sitemap": Address(PUBLIC),
    "characters:sitemap_part": Address(PUBLIC, ("sitemap_part",)),
    "characters:sharing_picture": Address(PUBLIC, ("slug",)),
    "characters:cite": Address(PUBLIC, ("slug", "cite_ending")),
    "characters:cite_edition": Address(PUBLIC, ("slug", "edition_number", "cite_ending")),
    "characters:feed_new": Address(PUBLIC),
    "characters:feed_revised": Address(PUBLIC),
    "characters:robots": Address(PUBLIC),
    "words": Address(PUBLIC),
    "health": Address(PUBLIC),
    "chat:list": Address(SIGNED_IN),
    "chat:begin": Address(SIGNED_IN, ("slug",)),
    "chat:conversation": Address(OWN, ("conversation",)),
    "chat:send": Address(OWN, ("conversation",), "post"),
    "chat:archived": Address(SIGNED_IN),
    "chat:deleted": Address(SIGNED_IN),
    "chat:find": Address(OWN, ("reply",)),
    "chat:rename": Address(OWN, ("conversation",), "post"),
    "chat:pin": Address(OWN, ("conversation",), "post"),
    "chat:archive": Address(OWN, ("conversation",), "post"),
    "chat:delete": Address(OWN, ("conversation",), "post"),
    "chat:restore": Address(OWN, ("conversation",), "post"),
    "chat:reply": Address(OWN, ("reply",)),
    "chat:stop": Address(OWN, ("reply",), "post"),
    "chat:retry": Address(OWN, ("reply",), "post"),
    "chat:continue": Address(OWN, ("reply",), "post"),
    "chat:message": Address(OWN, ("message",)),
    "chat:show": Address(OWN, ("reply",), "post"),
    "chat:edit": Address(OWN, ("message",)),
    "chat:note": Address(OWN, ("said_note",)),
    "chat:note_edit": Address(OWN, ("said_note",)),
    "chat:note_anew": Address(OWN, ("said_note",), "post"),
    "chat:trial": Address(EDITOR, ("character",)),
    "chat:start_over": Address(EDITOR, ("character",), "post"),
    "shared_preview": Address(PUBLIC, ("preview_key",)),
    "chat:share": Address(OWN, ("conversation",)),
    "chat:update_share": Address(OWN, ("conversation",), "post"),
    "chat:revoke_share": Address(OWN, ("conversation",), "post"),
    "chat:export": Address(OWN, ("conversation",)),
    "chat:export_one": Address(OWN, ("conversation", "export_ending")),
    "chat:export_all": Address(SIGNED_IN),
    "chat:export_all_as": Address(SIGNED_IN, ("export_all_ending",)),
    "chat:rating": Address(OWN, ("reply",)),
    "chat:report": Address(OWN, ("reply",)),
    "chat:withdraw_report": Address(OWN, ("reply",), "post"),
    "chat:text": Address(OWN, ("reply",)),
    "shared_conversation": Address(PUBLIC, ("share_key",)),
    "continue_shared": Address(SIGNED_IN, ("share_key",), "post"),
    "account_login": Address(PUBLIC),
    "account_signup": Address(PUBLIC),
    "account_logout": Address(PUBLIC),
    "account_inactive": Address(PUBLIC),
    "account_email_verification_sent": Address(PUBLIC),
    "account_confirm_email": Address(PUBLIC, ("nonsense",)),
    "account_reset_password": Address(PUBLIC),
    "account_reset_password_done": Address(PUBLIC),
    "account_reset_password_from_key": Address(PUBLIC, ("nonsense", "nonsense")),
    "account_reset_password_from_key_done": Address(PUBLIC),
    "account_confirm_login_code": Address(PUBLIC),
    "account_reauthenticate": Address(SIGNED_IN),
    "account_email": Address(SIGNED_IN),
    "account_change_password": Address(SIGNED_IN),
    "account_set_password": Address(SIGNED_IN),
    "mfa_index": Address(SIGNED_IN),
    "mfa_authenticate": Address(PUBLIC),
    "mfa_reauthenticate": Address(SIGNED_IN),
    "mfa_activate_totp": Address(SIGNED_IN),
    "mfa_deactivate_totp": Address(SECOND_FACTOR),
    "mfa_view_recovery_codes": Address(SECOND_FACTOR),
    "mfa_generate_recovery_codes": Address(SIGNED_IN),
    "mfa_download_recovery_codes": Address(SECOND_FACTOR),
    "admin:index": Address(EDITOR),
    "admin:search": Address(EDITOR),
    "admin:jsi18n": Address(EDITOR),
    "admin:password_change": Address(EDITOR),
    "admin:password_change_done": Address(EDITOR),
    "admin:characters_character_changelist": Address(EDITOR),
    "admin:characters_character_add": Address(EDITOR),
    "admin:characters_character_change": Address(EDITOR, ("character",)),
    "admin:characters_character_history": Address(EDITOR, ("character",)),
    "admin:characters_character_delete": Address(EDITOR, ("character",)),
    "admin:characters_edition_changelist": Address(EDITOR),
    "admin:characters_edition_change": Address(EDITOR, ("edition",)),
    "admin:characters_edition_history": Address(EDITOR, ("edition",)),
    "desk:import": Address(EDITOR),
    "desk:import_for_real": Address(EDITOR, ("import_job",), "post"),
    "desk:export": Address(EDITOR),
    "desk:export_one": Address(EDITOR, ("character", "format")),
    "desk:download": Address(EDITOR, ("export_job",)),
    "admin:characters_collection_changelist": Address(EDITOR),
    "admin:characters_collection_add": Address(EDITOR),
    "admin:characters_collection_change": Address(EDITOR, ("collection",)),
    "admin:characters_collection_history": Address(EDITOR, ("collection",)),
    "admin:characters_collection_delete": Address(EDITOR, ("collection",)),
    "admin:characters_redirect_changelist": Address(EDITOR),
    "admin:characters_redirect_add": Address(EDITOR),
    "admin:characters_redirect_change": Address(EDITOR, ("redirect",)),
    "admin:characters_redirect_history": Address(EDITOR, ("redirect",)),
    "admin:characters_redirect_delete": Address(EDITOR, ("redirect",)),
    "desk:history": Address(EDITOR, ("character",)),
    "desk:languages": Address(EDITOR, ("character",)),
    "desk:compare": Address(EDITOR, ("character",)),
    "desk:restore": Address(EDITOR, ("character", "edition_number")),
    "desk:merge": Address(EDITOR, ("character",)),
    "desk:schedule": Address(EDITOR, ("character",)),
    "desk:schedule_publishing": Address(EDITOR, ("character",), "post"),
    "desk:schedule_withdrawal": Address(EDITOR, ("character",), "post"),
    "desk:call_off": Address(EDITOR, ("schedule",), "post"),
    "desk:sign": Address(EDITOR, ("character",), "post"),
    "admin:characters_schedule_changelist": Address(EDITOR),
    "admin:characters_schedule_change": Address(EDITOR, ("schedule",)),
    "admin:characters_schedule_history": Address(EDITOR, ("schedule",)),
    "desk:review": Address(EDITOR, ("character",)),
    "desk:submit": Address(EDITOR, ("character",), "post"),
    "desk:take_back": Address(EDITOR, ("character",), "post"),
    "desk:send_back": Address(EDITOR, ("character",), "post"),
    "desk:publish": Address(EDITOR, ("character",), "post"),
    "desk:withdraw": Address(EDITOR, ("character",), "post"),
    "desk:add_note": Address(EDITOR, ("character",), "post"),
    "desk:resolve_note": Address(EDITOR, ("character", "note"), "post"),
    "desk:reopen_note": Address(EDITOR, ("character", "note"), "post"),
    "desk:job": Address(EDITOR, ("job",)),
    "desk:stop_job": Address(EDITOR, ("job",), "post"),
    "desk:preview": Address(EDITOR, ("character",)),
    "desk:preview_page": Address(EDITOR, ("character",)),
    "desk:preview_card": Address(EDITOR, ("character",)),
    "desk:make_link": Address(EDITOR, ("character",), "post"),
    "desk:end_link": Address(EDITOR, ("character", "preview_link"), "post"),
    "desk:written": Address(EDITOR, (), "post"),
    "desk:undo_many": Address(EDITOR, ("tagging",)),
    "desk:publish_many": Address(EDITOR, (), "post"),
    "desk:withdraw_many": Address(EDITOR, (), "post"),
    "desk:tag_many": Address(EDITOR, (), "post"),
    "desk:assign_many": Address(EDITOR, (), "post"),
    "desk:save_filter": Address(EDITOR),
    "desk:unanswered": Address(EDITOR, ("character",)),
    "admin:desk_auditentry_changelist": Address(EDITOR),
    "admin:desk_auditentry_change": Address(EDITOR, ("audit_entry",)),
    "admin:desk_auditentry_history": Address(EDITOR, ("audit_entry",)),
    "desk:reports": Address(EDITOR),
    "desk:report": Address(EDITOR, ("report",)),
    "desk:resolve_report": Address(EDITOR, ("report",), "post"),
    "desk:ratings": Address(EDITOR),
    "desk:similar": Address(EDITOR, ("character",)),
    "desk:link_similar": Address(EDITOR, ("character",), "post"),
    "desk:change_link": Address(EDITOR, ("character",), "post"),
    "desk:link_back": Address(EDITOR, ("character",), "post"),
    "desk:decide_suggestion": Address(EDITOR, ("character",), "post"),
    "desk:suggest_similar": Address(EDITOR, ("character",), "post"),
    "desk:graph": Address(EDITOR),
    "desk:rebuild_suggestions": Address(EDITOR, (), "post"),
    "desk:costs": Address(SUPERUSER),
    "admin:chat_generation_changelist": Address(SUPERUSER),
    "admin:chat_generation_change": Address(SUPERUSER, ("generation",)),
    "admin:chat_generation_history": Address(SUPERUSER, ("generation",)),
    "admin:users_user_changelist": Address(SUPERUSER),
    "admin:users_user_add": Address(SUPERUSER),
    "admin:users_user_change": Address(SUPERUSER, ("user",)),
    "admin:users_user_history": Address(SUPERUSER, ("user",)),
    "admin:users_user_delete": Address(SUPERUSER, ("user",)),
    "admin:auth_user_password_change": Address(SUPERUSER, ("user",)),
    "admin:auth_group_changelist": Address(SUPERUSER),
    "admin:auth_group_add": Address(SUPERUSER),
    "admin:auth_group_change": Address(SUPERUSER, ("group",)),
    "admin:auth_group_history": Address(SUPERUSER, ("group",)),
    "admin:auth_group_delete": Address(SUPERUSER, ("group",)),
}
# Of those for editors, what writers may not.
NOT_FOR_WRITERS = {
    "admin:characters_character_delete",
    "admin:characters_collection_add",
    "admin:characters_collection_delete",
    "admin:characters_redirect_add",
    "admin:characters_redirect_delete",
    "desk:merge",
    "desk:import",
    "desk:import_for_real",
    "desk:export",
    "desk:export_one",
    "desk:download",
    "desk:schedule_publishing",
    "desk:schedule_withdrawal",
    "desk:call_off",
    "desk:stop_job",
    "desk:send_back",
    "desk:publish",
    "desk:withdraw",
    "desk:publish_many",
    "desk:withdraw_many",
    "desk:reports",
    "desk:report",
    "desk:resolve_report",
    "admin:desk_auditentry_changelist",
    "admin:desk_auditentry_change",
    "admin:desk_auditentry_history",
}
# Not visited, and why.
ELSEWHERE = {
    "chat:part": "parts of a thread, by their place in it: tests/chat/test_branch_views.py",
    "desk:preview_typed": "answers a whole form of the admin's: tests/desk/test_preview.py",
    "chat:clear": "takes only what is deleted: tests/chat/test_shelf_views.py",
    "chat:keep_unsent": "answers 204, without a page: tests/chat/test_unsent.py",
    "chat:keep_begun": "answers 204, without a page: tests/chat/test_unsent.py",
    "chat:events": "config.asgi answers it below Django: tests/chat; Django says 421 to everybody",
    "admin:login": "hands on to our own sign-in: tests/users",
    "admin:logout": "a POST that signs out, whoever it is",
    "admin:autocomplete": "asks the permissions of the model that it searches, by its parameters: see below",
    "admin:view_on_site": "a redirect by content type: nothing here is addressed by it",
    "admin:app_list": "a list of links to what one may open anyway",
    "admin:characters_edition_add": "nobody may: tests/desk/test_admin.py",
    "admin:characters_edition_delete": "nobody may: tests/desk/test_admin.py",
    "admin:characters_schedule_add": "nobody may: tests/desk/test_schedule.py",
    "admin:characters_schedule_delete": "nobody may: tests/desk/test_schedule.py",
    "desk:leave": "answers 204, without a page: tests/desk/test_openings.py",
    "admin:chat_generation_add": "nobody may: tests/desk/test_costs.py",
    "admin:chat_generation_delete": "nobody may: tests/desk/test_costs.py",
    "admin:desk_auditentry_add": "nobody may: tests/desk/test_audit.py",
    "admin:desk_auditentry_delete": "nobody may: tests/desk/test_audit.py",
    "desk:change_filter": "its owner alone: tests/desk/test_saved_filters.py",
    "desk:delete_filter": "its owner alone: tests/desk/test_saved_filters.py",
    "": "redirects without a name, within the admin",
}


def names(resolver=None, prefix="") -> set[str]:
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            found |= names(pattern, f"{pattern.namespace}:" if pattern.namespace else prefix)
        else:
            found.add(prefix + pattern.name if pattern.name else "")
    return found


@pytest.fixture
def world(user):
    """One row of each kind; conversation and reply are the user's."""
    cache.clear()
    character = published_character()
    group = user.groups.create(name="Group")
    user.groups.clear()
    generation = taken_turn(
        user,
        into=conversation(user, character=character),
        state=Generation.State.COMPLETE,
        written="I am Ada.",
    )
    link = preview_links.make(character, by=user, days=7)
    name = default_storage.save("portraits/" + "a" * 32 + ".webp", ContentFile(b"RIFF"))
    collection = Collection.objects.create(slug="engines", title="Engines", is_published=True)
    collection.members.create(character=character)
    yield SimpleNamespace(
        collection=collection.pk,
        collection_slug=collection.slug,
        slug=character.slug,
        character=character.pk,
        edition=character.live_edition_id,
        edition_number=1,
        redirect=Redirect.objects.create(slug="an-old-address", character=character).pk,
        portrait=name.split("/")[1],
        conversation=generation.conversation_id,
        reply=generation.reply_id,
        said_note=Note.objects.create(
            conversation=generation.conversation, upto=generation.reply, text="Who.", engine="curated"
        ).pk,
        message=generation.reply.answers_id,
        generation=generation.pk,
        user=UserFactory().pk,
        group=group.pk,
        schedule=scheduling.schedule_withdrawal(character, due_at=timezone.now() + dt.timedelta(days=1)).pk,
        job=Job.objects.create(kind="nothing", report={"said": "so"}).pk,
        import_job=_done("import_files", options={"archive": "", "existing": "leave", "dry_run": True}),
        export_job=_done("export_characters", report={"name": "a.md", "file": name}),
        format="starter",
        note=ReviewNote.objects.create(character=character, text="Look here.").pk,
        preview_key=link.key,
        preview_link=link.pk,
        tagging=_done("tag_many", options={"ids": []}, report={"added": {}, "removed": {}}),
        share_key=shares.share(user=user, conversation_id=generation.conversation_id).key,
        report=verdicts.report(user=user, reply_id=generation.reply_id, reason="OTHER").pk,
        export_ending="md",
        cite_ending="bib",
        sitemap_part="site",
        export_all_ending="jsonl",
        audit_entry=AuditEntry.objects.first().pk,
        nonsense="abc",
    )
    default_storage.delete(name)


def _done(kind, **more):
    return Job.objects.create(kind=kind, state=Job.State.DONE, ended_at=timezone.now(), **more).pk


def test_every_address_is_classified():
    found = names()
    assert found - TABLE.keys() - ELSEWHERE.keys() == set(), "say in TABLE who may open these"
    assert (TABLE.keys() | ELSEWHERE.keys()) - found == set(), "these are gone"
    assert not TABLE.keys() & ELSEWHERE.keys()


def outcome(client, address, url) -> str:
    """OPEN, SIGN_IN, FORBIDDEN or MISSING: where a visit ends."""
    data = (
        {"text": "Hello", "title": "A name", "client_key": str(uuid.uuid4())}
        if address.method == "post"
        else {}
    )
    response = getattr(client, address.method)(url, data, follow=True)
    path = response.request["PATH_INFO"]
    if path == reverse("account_login") != url and "_auth_user_id" not in client.session:
        return "SIGN_IN"
    known = {200: "OPEN", 403: "FORBIDDEN", 404: "MISSING"}
    assert response.status_code in known, f"{url} answers {response.status_code}"
    return known[response.status_code]


# For each class, how a visit ends for: anonymous, user (the owner), stranger, editor, superuser.
EXPECTED = {
    PUBLIC: ("OPEN", "OPEN", "OPEN", "OPEN", "OPEN"),
    SIGNED_IN: ("SIGN_IN", "OPEN", "OPEN", "OPEN", "OPEN"),
    OWN: ("SIGN_IN", "OPEN", "MISSING", "MISSING", "MISSING"),
    SECOND_FACTOR: ("SIGN_IN", "MISSING", "MISSING", "MISSING", "MISSING"),
    EDITOR: ("SIGN_IN", "FORBIDDEN", "FORBIDDEN", "OPEN", "OPEN"),
    SUPERUSER: ("SIGN_IN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "OPEN"),
}
# Steps of signing in: whoever is not in the middle of it is sent to its beginning.
STEPS = {"account_confirm_login_code", "mfa_authenticate"}


@pytest.mark.parametrize("name", TABLE)
def test_an_address_opens_for_those_who_may_and_for_nobody_else(
    name, world, client, user_client, stranger_client, editor_client, admin_client
):
    address = TABLE[name]
    url = reverse(name, args=[getattr(world, arg) for arg in address.args])
    people = (client, user_client, stranger_client, editor_client, admin_client)
    expected = EXPECTED[address.who]
    expected = ("SIGN_IN", *expected[1:]) if name in STEPS else expected
    assert tuple(outcome(person, address, url) for person in people) == expected


@pytest.mark.parametrize("name", [name for name, address in TABLE.items() if address.who == EDITOR])
def test_a_writer_may_what_an_editor_may_but_for_what_is_listed(name, world, writer_client):
    address = TABLE[name]
    url = reverse(name, args=[getattr(world, arg) for arg in address.args])
    expected = "FORBIDDEN" if name in NOT_FOR_WRITERS else "OPEN"
    assert outcome(writer_client, address, url) == expected


def test_the_autocomplete_of_characters_is_for_editors(client, user_client, editor_client):
    published_character(name="Ada")
    wanted = {
        "app_label": "characters",
        "model_name": "similaritylink",
        "field_name": "similar",
        "term": "ada",
    }
    url = reverse("admin:autocomplete")
    assert editor_client.get(url, wanted).json()["results"]
    assert client.get(url, wanted).status_code == 302
    assert user_client.get(url, wanted, follow=True).status_code == 403
