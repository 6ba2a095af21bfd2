"""An address may be long, and one that is longer than any of ours is refused before it is read."""

from urllib.parse import quote

import pytest

from web.address_limit import MAX_ADDRESS

pytestmark = pytest.mark.django_db
MARKS = quote("\u0301")


@pytest.mark.parametrize(
    "path", ["/characters/", "/characters/nobody/similar/", "/explore/", "/de/timeline/"]
)
def test_a_megabyte_is_refused_without_a_question_to_the_database(client, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(path, QUERY_STRING="q=" + MARKS * (1_000_000 // len(MARKS)))
    assert response.status_code == 414
    assert "longer" in response.content.decode()


def test_a_path_counts_as_well(client):
    assert client.get("/" + "x" * MAX_ADDRESS + "/").status_code == 414


def test_a_long_address_of_ours_is_answered(client):
    query = "q=" + MARKS * ((MAX_ADDRESS - 1_000) // len(MARKS))
    assert client.get("/characters/", QUERY_STRING=query).status_code == 200
