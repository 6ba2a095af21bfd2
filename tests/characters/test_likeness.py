"""What makes two alike, and the sentences that say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from characters.likeness import Between, Profile, Rarity, compare, degree

RARITY = Rarity(100, {"London": 60}, {"politics": 40, "astronomy": 3})


def profile(pk, name, **fields):
    sets = {key: frozenset(value) for key, value in fields.items() if isinstance(value, list)}
    return Profile(pk, name, **{**fields, **sets})


LEON = profile(
    1, "Leon Trotsky", born=1879, died=1940, fields=["politics"], called=["Leon Trotsky", "Trotsky"],
    names=["Lenin", "Iskra", "London", "1905"],
)  # fmt: skip
ROSA = profile(
    2, "Rosa Luxemburg", born=1871, died=1919, fields=["politics"], called=["Rosa Luxemburg"],
    names=["Lenin", "Iskra", "London", "1905", "Trotsky"],
)  # fmt: skip


def reasons(one, other, between=None):
    return compare(one, other, between or Between(), RARITY).reasons


def test_every_kind_of_likeness_has_its_sentence():
    between = Between(0.9, ("Karl Marx",), ("Why 1905?", "Why 1917?"))
    assert set(reasons(LEON, ROSA, between)) == {
        "The page of Rosa Luxemburg names Leon Trotsky.",
        "Both texts name Iskra, Lenin, London and the year 1905.",
        "Both worked in politics.",
        "Both lived in the 19th and 20th centuries (their lives overlap, 1879–1919).",
        "Karl Marx links to both.",
        "Near in meaning: “Why 1905?” and “Why 1917?”.",
    }


def test_lives_before_the_common_era_are_said_so():
    one = profile(1, "Confucius", born=-551, died=-479)
    other = profile(2, "Laozi", born=-600, died=-501)
    assert reasons(one, other) == ["Both lived in the 6th century BCE (their lives overlap, 551–501 BCE)."]


def test_what_is_rare_counts_more():
    def score(**shared):
        return compare(profile(1, "A", **shared), profile(2, "B", **shared), Between(), RARITY).score

    assert score(names=["Iskra"]) > score(names=["London"]) > 0
    assert score(names=["Iskra"]) > score(names=["1905"]) > 0
    one, other = profile(1, "A", fields=["politics", "astronomy"]), profile(2, "B", fields=["politics"])
    third = profile(3, "C", fields=["astronomy"])
    assert compare(one, third, Between(), RARITY).score > compare(one, other, Between(), RARITY).score


def test_strangers_have_nothing_in_common():
    one = profile(1, "A", born=-551, died=-479, fields=["law"])
    other = profile(2, "B", born=1815, died=1852, fields=["music"])
    assert compare(one, other, Between(0.3), RARITY).score < 0.01


names = st.frozensets(st.sampled_from(["Lenin", "Iskra", "London", "1905", "Ada"]))
lives = st.none() | st.integers(-600, 1900).filter(bool)


@given(names, names, lives, lives, st.none() | st.floats(-1, 1))
def test_likeness_is_the_same_both_ways_and_within_bounds(some, others, born, died, cosine):
    one = Profile(1, "A", frozenset(["politics"]), born, None, "", some, frozenset(["A"]))
    other = Profile(2, "B", frozenset(["law"]), None, died, "", others, frozenset(["Ada"]))
    there, back = (compare(*pair, Between(cosine), RARITY) for pair in ((one, other), (other, one)))
    assert there.score == back.score
    assert 0 <= there.score <= 1
    assert set(there.reasons) == set(back.reasons)


@pytest.mark.parametrize(
    ("score", "words"),
    [(1, "very alike"), (0.5, "alike"), (0.31, "somewhat alike"), (0, "a little alike")],
)
def test_a_score_in_words(score, words):
    assert degree(score) == words


def test_a_field_of_more_characters_than_have_been_compared_yet_still_counts():
    one, other = (Profile(id=pk, name="", fields=frozenset({"law"})) for pk in (1, 2))
    early, late = (Rarity(num_all=num, fields={"law": 28}) for num in (8, 28))
    assert compare(one, other, Between(), early) == compare(one, other, Between(), late)
    assert compare(one, other, Between(), early).score > 0.3
