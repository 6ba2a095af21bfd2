"""No input breaks a page of the desk, and none that is wrong changes what the public reads."""

import pytest
from django.core import signing
from django.db.models import F
from django.urls import reverse

from characters.models import Character
from desk.editing.part_inlines import MOST_ROWS
from tests.desk.admin_forms import change_url, filled, row
from tests.desk.asked_for import EVERY, asked_for
from tests.test_urls import EDITOR, TABLE, world  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db

LONG = "9" * 5000  # more digits than Python makes a number of
VALUES = {
    "nul": "a\0b",
    "surrogates": "%ED%A0%80 \ufffd \U0001f600",
    "right-to-left": "\u202e\u2066evil\u2069\u200b",
    "marks": "e" + "\u0301" * 3000,
    "markup": "'\"><script>alert(1)</script>{{ 7|add:7 }}",
    "sql": "1'; DROP TABLE characters_character; --",
    "negative": "-1",
    "huge": str(10**18),
    "beyond": str(10**30),
    "digits": LONG,
    "other-digits": "٣²",
    "path": "../../../../etc/passwd",
    "nothing": "",
    "word": "abc",
    "far": "9999-12-31T23:59",
    "before-time": "0001-01-01T00:00",
    "many-ids": ",".join(map(str, range(1, 10_001))),
    "elsewhere": "//evil.example/\\@x",
    "newline": "a\r\nSet-Cookie: a=b",
}
# Every name that a page of the desk, or the admin's list and form below it, looks for in an address or a form.
NAMES = (
    "about", "action", "add", "assigned", "before", "began_from", "began_with", "both", "changed", "character",
    "client_key", "days", "decision", "did", "do", "due_at", "era", "existing", "field", "files", "format",
    "from", "ids", "into", "is_shared", "link", "name", "next", "note", "num_changes", "o", "of_live", "p",
    "page", "place", "portrait", "position", "preview_view", "publish", "q", "query", "reason", "reason_back",
    "remove", "select_across", "show", "similar", "slug", "status", "tag", "text", "to", "view", "weak",
    "width", "_changelist_filters", "_combine", "_over", "_publish", "_save", "_selected_action", "index",
)  # fmt: skip
LISTS = ("starter_questions", "remarks", "similarity_links")
# What these are for is changing what the public reads.
CHANGE_THE_PUBLIC = {"desk:publish", "desk:withdraw", "desk:merge"}
ADDRESSES = [
    name
    for name, address in TABLE.items()
    if address.who == EDITOR and not name.startswith("admin:password") or name == "shared_preview"
]


def all_named(value) -> dict:
    return dict.fromkeys(NAMES, value) | {
        f"{prefix}-{name}": value
        for prefix in LISTS
        for name in (
            "TOTAL_FORMS",
            "INITIAL_FORMS",
            "0-id",
            "0-position",
            "0-DELETE",
            "0-similar",
            "0-anchor",
        )
    }


def url_of(name, rows):
    return reverse(name, args=[getattr(rows, arg) for arg in TABLE[name].args])


@pytest.fixture
def rows(world):  # noqa: F811 (the fixture that was imported)
    """One row of each kind."""
    return world


@pytest.fixture
def public(rows):
    """What the public reads of the character among the rows, to be asked again."""

    def read():
        row = Character.objects.select_related("live_edition").get(pk=rows.character)
        return row.live_edition_id, row.live_slug, row.live_edition and row.live_edition.content

    return read


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_value_breaks_an_address(name, rows, editor_client, public):
    url, before = url_of(name, rows), public()
    for number, (kind, value) in enumerate(VALUES.items()):
        data = all_named([value, "1"] if number % 3 == 0 else value)
        htmx = {"HTTP_HX_REQUEST": "true"} if number % 2 else {}
        if len(value) < 6000:
            assert editor_client.get(url, data, **htmx).status_code < 500, (kind, "GET")
        answer = editor_client.post(url, data, **htmx)
        assert answer.status_code < 500, (kind, "POST")
        assert "evil.example" not in answer.headers.get("Location", "").partition("?")[0]
    if name not in CHANGE_THE_PUBLIC:
        assert public() == before


@pytest.mark.parametrize("name", [name for name in ADDRESSES if TABLE[name].method == "get"])
def test_one_wrong_value_at_a_time_breaks_no_page(name, rows, editor_client):
    """Each that the page looks for by itself; those that it never looks for all together."""
    url = url_of(name, rows)
    with asked_for() as asked:
        assert editor_client.get(url).status_code < 500
    alone = (asked | set(NAMES)) - {EVERY} if EVERY in asked else asked
    never_looked_for = [parameter for parameter in NAMES if parameter not in alone]
    for parameters in [never_looked_for, *([parameter] for parameter in sorted(alone))]:
        for kind in ("nul", "digits"):
            answer = editor_client.get(url, dict.fromkeys(parameters, VALUES[kind]))
            assert answer.status_code < 500, (kind, parameters)


def test_what_a_page_looks_for_in_its_address_is_noticed(rows, editor_client):
    """Or the test above would ask too little."""
    with asked_for() as asked:
        editor_client.get(url_of("desk:compare", rows))
    assert asked == {"from", "to"}
    with asked_for() as asked:
        editor_client.get(url_of("admin:characters_edition_changelist", rows))
    assert {"q", "p", EVERY} <= asked


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_method_and_no_body_breaks_an_address(name, rows, editor_client, public):
    url, before = url_of(name, rows), public()
    for method in ("get", "post", "put", "patch", "delete", "options", "head"):
        assert getattr(editor_client, method)(url).status_code < 500, method
    for body, kind in (
        (b"\xff\xfe{", "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name=\xff\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"a=%ff%00&%ed%a0%80=1", "application/x-www-form-urlencoded"),
        (b"a=1", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"a", "multipart/form-data"),
    ):
        assert editor_client.generic("POST", url, body, content_type=kind).status_code < 500, (body, kind)
    if name not in CHANGE_THE_PUBLIC:
        assert public() == before


def steers(name) -> bool:
    """Whether an input is not a field but says what the form holds or begins from."""
    return name.endswith(("_FORMS", "-id", "-character")) or name.startswith("began")


def groups_to_break(typed) -> list[list[str]]:
    """A third of the fields at a time; the same of all lists; and each that steers the form by itself."""
    fields = [name for name in typed if not steers(name) and name != "persona"]
    same_of_all = {}
    for name in filter(steers, typed):
        same_of_all.setdefault(name.partition("-")[2] or name, []).append(name)
    steering = (
        "persona",
        "portrait",
        "_combine",
        "_over",
        "began_with",
        "_to_field",
        "_popup",
        "_continue",
        "x",
    )
    return [*(fields[n::3] for n in range(3)), *same_of_all.values(), *([name] for name in steering)]


def refused(answer) -> set[str]:
    """Names of the inputs with which a form came back."""
    forms = [answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        forms += inline.formset.forms
    return {form.add_prefix(name) for form in forms for name in form.errors}


@pytest.mark.parametrize("kind", ["nul", "surrogates", "markup", "digits", "word", "nothing", "far"])
def test_no_value_in_the_form_of_a_character_breaks_it_or_loses_what_was_typed(
    kind, rows, editor_client, public
):
    """Every field, and the hidden ones that say what the form began from too; then what was not refused is saved."""
    character, before = Character.objects.get(pk=rows.character), public()
    url = change_url(character)
    typed = filled(editor_client, url, persona="Typed before it went wrong.")
    whole = typed | row("remarks", 0, theme="A", text="B")
    # Refused for want of a similar character, so that what was typed has to come back.
    lacking = whole | row("similarity_links", 0, similar="", reason="C")
    wrong = set()
    for names in groups_to_break(lacking):
        answer = editor_client.post(url, lacking | dict.fromkeys(names, VALUES[kind]))
        assert answer.status_code < 500, names
        if answer.status_code == 200:
            wrong |= refused(answer)
            if "persona" not in names:
                assert "Typed before it went wrong." in answer.content.decode(), names
    accepted = [name for name in whole if not steers(name) and name not in wrong]
    assert editor_client.post(url, whole | dict.fromkeys(accepted, VALUES[kind])).status_code < 500
    assert public() == before


@pytest.mark.parametrize("left_out", [LISTS[0], "name", "began", "csrf", "0-id"])
def test_a_form_of_which_a_part_is_missing_is_shown_again_or_refused(left_out, rows, editor_client, public):
    character, before = Character.objects.get(pk=rows.character), public()
    url = change_url(character)
    typed = {k: v for k, v in filled(editor_client, url).items() if left_out not in k}
    assert editor_client.post(url, typed).status_code < 500
    assert public() == before
    assert Character.objects.get(pk=character.pk).starter_questions.count() == 1


def test_a_forged_number_of_rows_is_refused_and_costs_no_more_than_a_form_can_hold(rows, editor_client):
    url = change_url(Character.objects.get(pk=rows.character))
    typed = filled(editor_client, url, persona="Typed before it went wrong.")
    answer = editor_client.post(url, typed | {f"{prefix}-TOTAL_FORMS": VALUES["huge"] for prefix in LISTS})
    formsets = [inline.formset for inline in answer.context["inline_admin_formsets"]]
    assert [len(formset.forms) for formset in formsets] == [MOST_ROWS] * len(LISTS)
    for formset in formsets:
        assert formset.non_form_errors() == [f"Please submit at most {MOST_ROWS} forms."]
    assert "Typed before it went wrong." in answer.content.decode()


def test_what_a_form_began_from_cannot_be_forged(rows, editor_client):
    character = Character.objects.get(pk=rows.character)
    url = change_url(character)
    typed = filled(editor_client, url, tagline="Mine.")
    Character.objects.filter(pk=character.pk).update(num_changes=F("num_changes") + 1, tagline="Theirs.")
    for forged in ("", "x", "eyJ9:1:x", signing.dumps({"slug": 1}), signing.dumps([], salt="desk.began")):
        answer = editor_client.post(url, typed | {"began_with": forged, "_combine": ""})
        assert answer.status_code == 200
        assert Character.objects.get(pk=character.pk).tagline == "Theirs."


@pytest.mark.parametrize("kind", ["nul", "markup", "beyond", "digits", "word", "nothing"])
def test_no_value_in_the_form_of_a_redirect_breaks_it(kind, rows, editor_client):
    url = reverse("admin:characters_redirect_add")
    good = {"slug": "once", "character": rows.character}
    for name in ("slug", "character", "_to_field", "_popup", "_saveasnew"):
        assert editor_client.post(url, good | {name: VALUES[kind]}).status_code < 500, name
        assert len(VALUES[kind]) > 6000 or editor_client.get(url, {name: VALUES[kind]}).status_code < 500, (
            name
        )


@pytest.mark.parametrize("name", [name for name in ADDRESSES if TABLE[name].args])
def test_no_number_in_an_address_breaks_it(name, rows, editor_client):
    for wrong in (0, 10**18, 10**30, int("9" * 4000)):
        args = [wrong if isinstance(getattr(rows, arg), int) else "x" for arg in TABLE[name].args]
        url = reverse(name, args=args)
        for answer in (editor_client.get(url), editor_client.post(url, {"text": "x"})):
            assert answer.status_code in (302, 400, 403, 404, 405), wrong
