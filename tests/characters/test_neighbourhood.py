"""The picture of a neighbourhood: everybody in it, nobody upon another."""

import itertools

import pytest

from characters.neighbourhood import MOST, Neighbour, drawn, in_lines

MIDDLE = Neighbour(0, "Leon Trotsky")
LONG = "Wilhelmina Featherstonehaugh-Cholmondeley"


def around(num, name=LONG):
    return [Neighbour(pk, name, leads_there=True) for pk in range(1, num + 1)]


@pytest.mark.parametrize("num", range(MOST + 3))
def test_no_box_touches_another_or_leaves_the_picture(num):
    picture = drawn(MIDDLE, around(num))
    assert len(picture.nodes) == min(num, MOST) + 1
    assert picture.num_left_out == max(num - MOST, 0)
    for node in picture.nodes:
        assert node.left >= 0
        assert node.left + node.width <= picture.width
        assert node.top >= 0
        assert node.top + node.height <= picture.height
    for one, other in itertools.combinations(picture.nodes, 2):
        apart = (
            abs(one.x - other.x) >= (one.width + other.width) / 2
            or abs(one.y - other.y) >= (one.height + other.height) / 2
        )
        assert apart, (num, one, other)


def test_arrows_show_the_way():
    both = Neighbour(1, "A", leads_there=True, leads_here=True)
    here = Neighbour(2, "B", leads_here=True)
    suggested = Neighbour(3, "C")
    picture = drawn(MIDDLE, [both, here, suggested], {(1, 3), (3, 1), (9, 1)})
    assert [(line.kind, line.starts, line.ends) for line in picture.lines] == [
        ("LINK", True, True),
        ("LINK", True, False),
        ("SUGGESTED", False, False),
        ("AMONG", True, True),
    ]
    assert [node.kind for node in picture.nodes] == ["MIDDLE", "LINKED", "LINKING", "SUGGESTED"]


def test_long_names_stand_in_two_lines():
    assert in_lines("Mary Wollstonecraft") == ("Mary", "Wollstonecraft")
    assert in_lines("Confucius") == ("Confucius",)
    assert all(len(line) <= 16 for line in in_lines(LONG))
