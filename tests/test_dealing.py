"""The tests are dealt out so that what shares a site stays together, and a file alone is run at once."""

from types import SimpleNamespace

import pytest

from tests import dealing


@pytest.mark.parametrize(
    "args", [["tests/test_urls.py"], ["tests/test_urls.py::test_x", "tests/web/test_pages.py"]]
)
def test_a_file_or_two_are_run_by_this_process(args):
    assert dealing.num_processes(SimpleNamespace(args=args)) == 0


@pytest.mark.parametrize("args", [["tests"], ["tests/desk"], ["tests/desk", "tests/test_urls.py"]])
def test_a_folder_is_shared_out(args):
    assert 1 <= dealing.num_processes(SimpleNamespace(args=args)) <= dealing.MOST


def test_what_shares_a_site_comes_first_and_in_its_order():
    names = [
        "tests/chat/test_a.py::test_b",
        "tests/desk/test_c.py::test_d",
        "tests/journeys/test_e.py::test_f",
    ]
    items = [SimpleNamespace(nodeid=name) for name in names]
    assert [item.nodeid for item in dealing.in_the_order_of_dealing(items)] == [names[0], names[2], names[1]]
