"""What a character did not live to see."""

import pytest

from engines.after_death import is_told_of, unseen


@pytest.mark.parametrize(
    ("message", "died", "things"),
    [
        ("What do you think about the internet?", 1940, ("internet",)),
        ("Do you watch TV?", -30, ("tv",)),
        ("Do you watch TV?", 1940, ()),
        ("What happened in 1945?", 1940, ("1945",)),
        ("What happened in 1917?", 1940, ()),
        ("What about Putin?", 1940, ("putin",)),
        ("What did you think of Napoleon?", 1940, ()),
        ("What do you think of the world today?", 1895, ("the world today",)),
        ("What did you do today?", 1895, ()),
        ("And in the 19th century?", 1727, ("19th century",)),
        ("Do you use the internet?", None, ()),
        ("Why did you oppose Stalin?", 1940, ()),
        ("How were the taxes of 1200 villages gathered?", 1500, ()),
    ],
)
def test_things_of_later_years_are_found(message, died, things):
    assert unseen(message, died=died) == things


def test_the_editors_own_texts_may_speak_of_later_things():
    assert is_told_of("programming", ["She is called the first programmer."])
    assert not is_told_of("1966", ["He was set free in 1960."])
