"""Signing up, in and out, and resetting a password: in our pages, with the way back kept."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import PASSWORD, EditorFactory, UserFactory, published_character
from users.models import User

pytestmark = pytest.mark.django_db
LOGIN, SIGNUP, RESET = "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"
NEW = {"email": "new@example.org", "password1": PASSWORD}


def html(response) -> str:
    return response.content.decode()


def link_in(message) -> str:
    return re.search(r"https?://[^/\s]+(/accounts/\S+)", message.body)[1]


# --- Signing up and in ---


@pytest.mark.parametrize("page", [LOGIN, SIGNUP])
@pytest.mark.parametrize(
    "next_url", ["http://[", "https://elsewhere.example/", "//elsewhere.example", "javascript:x", "\x00"]
)
def test_a_way_back_that_leads_elsewhere_is_forgotten(client, page, next_url):
    assert client.get(page, {"next": next_url}).status_code == 200
    UserFactory(email="back@example.org")
    answer = {"login": "back@example.org", "password": PASSWORD} if page == LOGIN else NEW
    response = client.post(page, answer | {"next": next_url})
    assert response.status_code == 302
    assert response.url.startswith("/chat/")


def test_a_visitor_signs_up_and_is_where_they_wanted_to_be(client):
    wanted = published_character().get_absolute_url()
    response = client.post(SIGNUP, NEW | {"next": wanted})
    assert (response.status_code, response.url) == (302, wanted)
    assert User.objects.get().email == "new@example.org"


def test_without_a_next_one_comes_to_the_conversations(client):
    assert client.post(SIGNUP, NEW).url == reverse("chat:list")


def test_an_unverified_address_keeps_nobody_from_anything(client):
    client.post(SIGNUP, NEW)
    assert not EmailAddress.objects.get().verified
    assert client.get(reverse("chat:list")).status_code == 200
    client.post("/accounts/logout/")
    assert client.post(LOGIN, {"login": "NEW@example.org", "password": PASSWORD}).status_code == 302
    assert client.get(reverse("chat:list")).status_code == 200


def test_next_is_kept_between_signing_in_and_signing_up(client):
    for page, other in ((LOGIN, SIGNUP), (SIGNUP, LOGIN)):
        shown = html(client.get(page, {"next": "/chat/"}))
        assert f'href="{other}?next=%2Fchat%2F"' in shown
        assert '<input type="hidden" name="next" value="/chat/">' in shown


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client, elsewhere):
    UserFactory(email="me@example.org")
    response = client.post(LOGIN, {"login": "me@example.org", "password": PASSWORD, "next": elsewhere})
    assert response.url == reverse("chat:list")


def test_the_page_says_what_one_came_to_ask(client):
    character = published_character(name="Ada Lovelace")
    response = client.get(reverse("chat:begin", args=[character.slug]), {"ask": "engine"}, follow=True)
    assert "To ask Ada Lovelace: “What is the engine?”" in html(response)
    assert "To ask Ada Lovelace" in html(client.get(response.context["signup_url"]))
    assert "To ask" not in html(client.get(LOGIN))


def test_what_was_wanted_is_shown_as_text(client):
    character = published_character(name="<b>Ada</b>")
    response = client.get(reverse("chat:begin", args=[character.slug]), follow=True)
    assert "To talk with &lt;b&gt;Ada&lt;/b&gt;" in html(response)


def test_errors_belong_to_their_fields(client):
    shown = html(client.post(SIGNUP, {"email": "no address", "password1": "short"}))
    for name in ("email", "password1"):
        field = re.search(f'<input[^>]*name="{name}"[^>]*>', shown)[0]
        assert 'aria-invalid="true"' in field
        described = re.search(r'aria-describedby="([^"]+)"', field)[1].split()
        assert f"id_{name}_error" in described
        for one in described:
            assert f'id="{one}"' in shown
        assert f'<label for="id_{name}">' in shown
    assert 'value="no address"' in shown


@pytest.mark.parametrize(
    ("url", "autocomplete"),
    [
        (LOGIN, {"login": "email", "password": "current-password"}),
        (SIGNUP, {"email": "email", "password1": "new-password"}),
        (RESET, {"email": "email"}),
    ],
)
def test_password_managers_know_each_field(client, url, autocomplete):
    shown = html(client.get(url))
    for name, value in autocomplete.items():
        assert f'autocomplete="{value}"' in re.search(f'<input[^>]*name="{name}"[^>]*>', shown)[0]


def test_a_wrong_password_and_an_unknown_address_look_the_same(client):
    UserFactory(email="known@example.org")
    answers = [
        re.sub(
            r'value="[^"]*"', "", html(client.post(LOGIN, {"login": login, "password": "wrong-passphrase"}))
        )
        for login in ("known@example.org", "unknown@example.org")
    ]
    assert answers[0] == answers[1]
    assert 'role="alert"' in answers[0]


def test_signing_out_needs_a_post(user_client):
    assert "Sign out" in html(user_client.get("/accounts/logout/"))
    assert "_auth_user_id" in user_client.session
    assert user_client.post("/accounts/logout/").url == "/"
    assert "_auth_user_id" not in user_client.session


def test_a_closed_account_cannot_sign_in(client):
    UserFactory(email="me@example.org", is_active=False)
    client.post(LOGIN, {"login": "me@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_addresses_that_differ_in_case_are_one_account(client):
    client.post(SIGNUP, NEW)
    client.post("/accounts/logout/")
    again = client.post(SIGNUP, NEW | {"email": "New@Example.org"})
    assert "There is an account with this e-mail address already" in html(again)
    assert User.objects.count() == 1


# --- Too many attempts ---


def test_guessing_one_account_is_stopped_and_the_right_password_with_it(client):
    UserFactory(email="me@example.org")
    for _ in range(5):
        client.post(LOGIN, {"login": "me@example.org", "password": "wrong"})
    response = client.post(LOGIN, {"login": "me@example.org", "password": PASSWORD})
    assert "Too many failed attempts" in html(response)
    assert "_auth_user_id" not in client.session


def test_too_many_sign_ups_from_one_address_get_a_clear_page(client):
    for _ in range(20):
        client.post(SIGNUP, {"email": "no address", "password1": ""})
    response = client.post(SIGNUP, NEW)
    assert response.status_code == 429
    assert "Too many attempts" in html(response)
    assert not User.objects.exists()


def test_what_a_client_says_of_its_address_is_not_believed_without_a_proxy(client, settings):
    def refused():
        answers = [
            client.post(SIGNUP, {"email": "x"}, headers={"x-forwarded-for": f"192.0.2.{n}"})
            for n in range(21)
        ]
        return answers[-1].status_code == 429

    assert refused()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert not refused()


# --- Resetting ---


def test_a_forgotten_password_is_reset(client):
    UserFactory(email="me@example.org")
    assert client.post(RESET, {"email": "me@example.org"}).url == "/accounts/password/reset/done/"
    assert client.get("/accounts/password/reset/done/").status_code == 200
    (message,) = mail.outbox
    assert "Choose a new password" in message.subject
    page = client.get(link_in(message), follow=True)
    shown = html(page)
    assert "Choose a new password" in shown
    new = {"password1": "an-entirely-other-phrase", "password2": "an-entirely-other-phrase"}
    response = client.post(page.redirect_chain[-1][0], new, follow=True)
    assert "Your password is changed" in html(response)
    assert client.post(LOGIN, {"login": "me@example.org", "password": new["password1"]}).status_code == 302
    assert "expired" in html(client.get(link_in(message), follow=True))


def test_resetting_does_not_tell_who_has_an_account(client):
    UserFactory(email="known@example.org")
    answers = [client.post(RESET, {"email": email}) for email in ("known@example.org", "unknown@example.org")]
    assert answers[0].url == answers[1].url
    assert [message.to for message in mail.outbox] == [["known@example.org"], ["unknown@example.org"]]
    assert "There is no account with this address" in mail.outbox[1].body


def test_mails_are_plain_and_name_the_site(client, settings):
    client.post(SIGNUP, NEW)
    (message,) = mail.outbox
    assert message.subject == f"{settings.SITE_NAME}: Confirm your e-mail address"
    assert not message.alternatives
    assert "&" not in message.body
    assert "example.com" not in message.body
    page = client.get(link_in(message))
    assert "Is new@example.org the address" in html(page)
    client.post(link_in(message))
    assert EmailAddress.objects.get().verified


# --- One's own account ---


def test_addresses_are_added_after_saying_the_password_again(user_client, user):
    assert user_client.get("/accounts/email/").status_code == 200
    response = user_client.post("/accounts/email/", {"action_add": "", "email": "second@example.org"})
    assert response.url.startswith("/accounts/reauthenticate/")
    page = user_client.get(response.url)
    assert "Is it you?" in html(page)
    user_client.post(response.url, {"password": PASSWORD})
    user_client.post("/accounts/email/", {"action_add": "", "email": "second@example.org"})
    shown = html(user_client.get("/accounts/email/"))
    assert "second@example.org" in shown
    assert "not confirmed" in shown


def test_a_password_is_changed_and_a_mail_says_so(user_client, user):
    new = {
        "oldpassword": PASSWORD,
        "password1": "an-entirely-other-phrase",
        "password2": "an-entirely-other-phrase",
    }
    user_client.post("/accounts/password/change/", new)
    user.refresh_from_db()
    assert user.check_password(new["password1"])
    assert "Was it not you?" in mail.outbox[0].body


def code_of(secret) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_an_authenticator_app_is_turned_on_and_then_asked_for(client):
    user = UserFactory(email="me@example.org")
    EmailAddress.objects.update(verified=True)
    client.post(LOGIN, {"login": "me@example.org", "password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert "say your password once more" in html(page)
    page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    assert secret in html(page)
    assert "data:image/svg+xml" in html(page)
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert "It is on." in html(client.get("/accounts/2fa/"))
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    client.post("/accounts/logout/")
    response = client.post(
        LOGIN, {"login": "me@example.org", "password": PASSWORD, "next": "/chat/"}, follow=True
    )
    assert "The second step" in html(response)
    assert "_auth_user_id" not in client.session
    one_of = RecoveryCodes(user.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0]
    assert client.post("/accounts/2fa/authenticate/", {"code": one_of}).url == "/chat/"
    assert "_auth_user_id" in client.session


# --- The admin's door ---


def test_an_editor_signs_in_by_our_page_and_comes_to_the_dashboard(client):
    EditorFactory(email="ed@example.org")
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith(f"{LOGIN}?next=")
    form = {"login": "ed@example.org", "password": PASSWORD, "next": response.context["redirect_field_value"]}
    response = client.post(LOGIN, form, follow=True)
    assert response.request["PATH_INFO"] == "/admin/"
    assert response.status_code == 200


def test_the_admins_own_sign_in_does_not_exist(client):
    for response in (
        client.get("/admin/login/"),
        client.post("/admin/login/", {"username": "a", "password": "b"}),
    ):
        assert (response.status_code, response.url.split("?")[0]) == (302, LOGIN)


def test_a_signed_in_reader_is_told_no_and_not_sent_round(user_client):
    response = user_client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) < 4


# --- Accounts in the admin ---


def test_only_superusers_see_accounts(editor_client, admin_client, user):
    urls = [reverse("admin:users_user_changelist"), reverse("admin:users_user_change", args=[user.pk])]
    urls += [reverse("admin:users_user_add"), reverse("admin:auth_group_changelist")]
    for url in urls:
        assert editor_client.get(url).status_code == 403
        assert admin_client.get(url).status_code == 200


def test_a_permission_given_by_mistake_does_not_show_accounts(editor_client, editor, user):
    editor.user_permissions.set(Permission.objects.filter(content_type__app_label="users"))
    assert editor_client.get(reverse("admin:users_user_changelist")).status_code == 403


def test_the_list_of_accounts_costs_the_same_queries_however_long(admin_client, django_assert_num_queries):
    url = reverse("admin:users_user_changelist")
    UserFactory()
    admin_client.get(url)
    with CaptureQueriesContext(connection) as few:
        admin_client.get(url)
    UserFactory.create_batch(5)
    with django_assert_num_queries(len(few)):
        admin_client.get(url)
