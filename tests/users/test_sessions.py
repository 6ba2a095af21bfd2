"""Session cookies that nobody of ours has set."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "key", ["\\000aaaaaaaaaaaa", "a\x00aaaaaaaaaaa", "é" * 32, "' OR 1=1 --aaaaaa", "a" * 5000, "short"]
)
def test_a_forged_session_cookie_is_nobodys(client, key):
    client.cookies["sessionid"] = key
    response = client.get("/chat/")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
