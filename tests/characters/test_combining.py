"""What two people made of one draft comes together, and neither loses what only they changed."""

from hypothesis import given
from hypothesis import strategies as st

from characters.combining import combine
from characters.editions import CharacterContent, QuestionContent, RemarkContent

words = st.sampled_from(["", "a", "b"])
questions = st.lists(
    st.builds(QuestionContent, question=words, anchor=st.sampled_from("xyz"), answer=words),
    unique_by=lambda question: question.anchor,
)
contents = st.builds(
    CharacterContent,
    slug=st.just("ada"),
    name=words,
    tagline=words,
    starter_questions=questions.map(tuple),
)


@given(contents, contents)
def test_where_only_one_changed_something_combining_gives_just_that(base, other):
    assert combine(base, base, other) == other
    assert combine(base, other, base) == other
    assert combine(base, other, other) == other


@given(contents, contents, contents)
def test_combining_loses_nothing_that_i_typed_and_nothing_that_only_they_changed(base, theirs, mine):
    both = combine(base, theirs, mine)
    for name in ("name", "tagline"):
        is_mine = getattr(mine, name) != getattr(base, name)
        assert getattr(both, name) == getattr(mine if is_mine else theirs, name)
    kept = {question.anchor for question in both.starter_questions}
    before = {question.anchor: question for question in base.starter_questions}
    for some in (theirs, mine):
        changed = {q.anchor for q in some.starter_questions if before.get(q.anchor) != q}
        assert changed <= kept


def ada(*questions, **fields):
    return CharacterContent("ada", "Ada", starter_questions=questions, **fields)


def test_two_who_changed_the_same_question_in_different_fields_are_both_heard():
    base = ada(QuestionContent("Why?", "why", spoken="S", answer="A"))
    theirs = ada(QuestionContent("Why?", "why", spoken="Hers", answer="A"))
    mine = ada(QuestionContent("Why?", "why", spoken="S", answer="Mine"))
    assert combine(base, theirs, mine) == ada(QuestionContent("Why?", "why", spoken="Hers", answer="Mine"))


def test_the_order_is_that_of_who_changed_it_and_what_is_new_stands_where_it_was_put():
    first, second, third, new = (QuestionContent(f"{n}?", n) for n in ("a", "b", "c", "n"))
    base = ada(first, second, third)
    assert combine(base, ada(third, first, second), ada(first, new, second, third)) == ada(
        third, first, new, second
    )
    assert combine(base, ada(first, new, second, third), ada(third, second, first)) == ada(
        third, second, first, new
    )


def test_a_row_that_one_removed_and_the_other_changed_stays():
    base = ada(remarks=(RemarkContent("Work", "As it was."),))
    changed, gone = ada(remarks=(RemarkContent("Work", "Changed."),)), ada()
    assert combine(base, changed, gone) == changed
    assert combine(base, gone, changed) == changed
    assert combine(base, gone, base) == gone
