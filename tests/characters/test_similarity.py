"""Suggestions are kept, made anew where texts changed, and never against what editors decided; links of the draft."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from characters import links, meanings, passages, publishing, similarity
from characters.models import Character, Meaning, SimilarityLink, SimilaritySuggestion
from characters.tasks import embed_edition, embed_missing_passages
from tests.factories import (
    CharacterFactory,
    SimilarityLinkFactory,
    StarterQuestionFactory,
    published_character,
)

pytestmark = pytest.mark.django_db
State = SimilaritySuggestion.State


def embedded(name, **fields):
    return published_character(name=name, embed_now=True, **fields)


def suggested(character):
    return set(character.suggestions.waiting().values_list("similar__name", flat=True))


def rows():
    return sorted(SimilaritySuggestion.objects.values_list("character", "similar", "score", "state"))


def rewrite(character, **fields):
    Character.objects.filter(pk=character.pk).update(**fields)
    return publishing.publish(character, embed_now=True)


# --- How they are kept ----------------------------------------------------------------------------------


def test_a_publication_brings_suggestions_to_the_character_and_to_the_others():
    ada = embedded("Ada Lovelace")
    alan = embedded("Alan Turing", biography="He had read Ada Lovelace.")
    assert suggested(alan) == {"Ada Lovelace"}
    assert suggested(ada) == {"Alan Turing"}
    assert "The page of Alan Turing names Ada Lovelace." in ada.suggestions.get().reasons


def test_a_worker_makes_them_after_the_vectors_and_may_do_so_twice():
    embedded("Ada Lovelace")
    alan = published_character(name="Alan Turing")
    assert suggested(alan) == set()
    embed_edition(alan.live_edition_id)
    before = rows()
    assert suggested(alan) == {"Ada Lovelace"}
    embed_edition(alan.live_edition_id)
    assert rows() == before


def test_what_a_lost_message_left_out_is_made_by_the_clock():
    ada, alan = published_character(name="Ada Lovelace"), published_character(name="Alan Turing")
    embed_missing_passages()
    assert suggested(ada) == {"Alan Turing"}
    assert suggested(alan) == {"Ada Lovelace"}
    assert meanings.stale() == []


def test_only_what_changed_is_looked_at_again():
    ada, _, grace = (embedded(name) for name in ("Ada Lovelace", "Alan Turing", "Grace Hopper"))
    assert similarity.renew_stale() == 0
    Character.objects.filter(pk=ada.pk).update(tagline="Another.")
    edition = publishing.publish(ada)
    passages.embed(edition.passages.all())
    assert meanings.stale() == [ada.pk]
    embed_missing_passages()
    assert meanings.stale() == []
    told = []
    publishing.withdraw(grace)
    assert similarity.renew_stale(expect=told.append, count=told.append) == 2
    assert told == [4, 1, 2, 3, 4]
    assert suggested(ada) == {"Alan Turing"}


def test_a_second_renewal_has_nothing_to_do(django_assert_num_queries):
    people = [embedded(f"Person {n}") for n in range(4)]
    publishing.withdraw(people[0])
    assert similarity.renew_stale() == 3
    before = kept_rows()
    with django_assert_num_queries(3):  # who lost somebody, both ways, and who is stale
        assert similarity.renew_stale() == 0
    assert kept_rows() == before


def kept_rows():
    """With where PostgreSQL keeps them, which changes with every writing."""
    where = {"at": "ctid::text", "by": "xmin::text"}
    return [
        sorted(model.objects.extra(select=where).order_by().values_list("pk", "at", "by"))
        for model in (Meaning, SimilaritySuggestion)
    ]


def test_who_waits_for_vectors_does_not_keep_others_waiting():
    waiting = published_character(name="Still Waiting")
    ada = embedded("Ada Lovelace")
    assert meanings.stale() == []
    Meaning.objects.filter(pk=ada.pk).update(is_suggested=False)
    assert similarity.renew_stale(limit=1) == 1
    passages.embed(waiting.live_edition.passages.all())
    assert meanings.stale() == [waiting.pk]
    waiting.live_edition.passages.all().delete()
    assert meanings.stale() == []


def test_a_ranking_costs_the_same_however_many_wait_for_theirs():
    ada, _ = embedded("Ada Lovelace"), embedded("Alan Turing")
    lengths = []
    for waiting in (set(), set(range(10**6, 10**6 + 9_000))):
        with CaptureQueriesContext(connection) as queries:
            similarity.renew_suggestions(ada.pk, but_not_of=waiting)
        lengths.append([len(query["sql"]) for query in queries])
    assert lengths[0] == lengths[1]
    assert len(lengths[0]) <= 32


class Interrupted(Exception):
    pass


def test_an_interrupted_renewal_goes_on_where_it_was():
    people = [embedded(f"Person {n}", fields=["law"] if n % 2 else ["law", "music"]) for n in range(6)]
    Meaning.objects.update(is_suggested=False)
    similarity.renew_stale()
    before = rows()
    SimilaritySuggestion.objects.all().delete()
    Meaning.objects.all().delete()

    def stop_in_the_middle(num_done):
        if num_done == 9:  # six meanings and three rankings
            raise Interrupted

    with pytest.raises(Interrupted):
        similarity.renew_stale(count=stop_in_the_middle)
    assert meanings.stale() == [person.pk for person in people[3:]]
    assert similarity.renew_stale() == 3
    assert rows() == before


def test_what_another_has_renewed_meanwhile_is_not_ranked_again(monkeypatch):
    people = [embedded(f"Person {n}") for n in range(4)]
    Meaning.objects.update(is_suggested=False)
    monkeypatch.setattr(similarity, "TOGETHER", 2)
    ranked, renew = [], similarity.renew_suggestions
    monkeypatch.setattr(
        similarity, "renew_suggestions", lambda pk, **more: (ranked.append(pk), renew(pk, **more))
    )

    def another_does_the_last(num_done):
        if num_done == 5:
            renew(people[3].pk)

    similarity.renew_stale(count=another_does_the_last)
    assert ranked == [person.pk for person in people[:3]]
    assert meanings.stale() == []


def test_a_changed_text_changes_the_suggestions_of_its_neighbours():
    ada = embedded("Ada Lovelace", biography="She knew Babbage and Faraday well.")
    alan = embedded("Alan Turing", biography="He had read of Babbage and Faraday.")
    assert "Both texts name Babbage and Faraday." in ada.suggestions.get().reasons
    rewrite(alan, biography="He had read of nobody.")
    assert not any("Babbage" in reason for reason in ada.suggestions.get().reasons)


def test_renewing_step_by_step_comes_to_the_same_as_renewing_all():
    people = [embedded(f"Person {n}", fields=["law"] if n % 2 else ["law", "music"]) for n in range(6)]
    rewrite(people[0], fields=["music"])
    Meaning.objects.update(is_suggested=False)
    similarity.renew_stale()
    whole = rows()
    for person in people:
        similarity.renew_suggestions(person.pk)
    assert rows() == whole


def test_decisions_stay_when_suggestions_are_made_anew(editor):
    ada, alan, grace = (embedded(name) for name in ("Ada Lovelace", "Alan Turing", "Grace Hopper"))
    links.reject(ada.pk, alan.pk, by=editor)
    links.link(ada.pk, grace.pk, reason="Both wrote programmes.", by=editor)
    for _ in range(2):
        Meaning.objects.update(is_suggested=False)
        similarity.renew_stale()
        rewrite(alan, tagline="Another.")
        assert suggested(ada) == set()
        assert [each.name for each in similarity.suggest(ada)] == []
    states = set(ada.suggestions.values_list("similar__name", "state", "decided_by"))
    assert states == {
        ("Alan Turing", State.REJECTED, editor.pk), ("Grace Hopper", State.ACCEPTED, editor.pk),
    }  # fmt: skip


def test_a_link_that_was_taken_away_is_suggested_again():
    ada, alan = embedded("Ada Lovelace"), embedded("Alan Turing")
    links.link(ada.pk, alan.pk, reason="Both.")
    ada.similarity_links.all().delete()  # by the form of the character
    similarity.renew_suggestions(ada.pk)
    assert suggested(ada) == {"Alan Turing"}


def test_who_has_no_public_page_is_not_suggested():
    ada, alan = embedded("Ada Lovelace"), embedded("Alan Turing")
    CharacterFactory(name="Nobody Yet")
    publishing.withdraw(alan)
    assert suggested(ada) == set()
    assert similarity.suggest(ada) == []


def test_a_trial_edition_has_no_meaning():
    draft = CharacterFactory()
    StarterQuestionFactory(character=draft)
    edition = publishing.freeze(draft, publishing.draft_of(draft), numbered=False)
    embed_edition(edition.pk)
    assert not Meaning.objects.exists()


def test_no_more_are_kept_than_the_best(monkeypatch):
    monkeypatch.setattr(similarity, "KEPT", 3)
    people = [embedded(f"Anna {family}") for family in ("Ames", "Boyd", "Cole", "Dyer", "Ford", "Gray")]
    assert [person.suggestions.count() for person in people] == [3] * 6
    near = embedded("Near One", biography=people[0].biography + " She read of Anna Ames.")
    assert [person.suggestions.count() for person in people] == [3] * 6
    assert people[0].suggestions.first().similar == near


def test_a_family_name_that_two_have_names_neither():
    marie = embedded("Marie Curie", sort_name="Curie, Marie")
    reader = embedded("Reader", biography="He had heard of Marie, or Curie.")
    assert "The page of Reader names Marie Curie." in reader.suggestions.get(similar=marie).reasons
    embedded("Pierre Curie", sort_name="Curie, Pierre")
    similarity.renew_suggestions(reader.pk)
    assert not any("names Marie" in reason for reason in reader.suggestions.get(similar=marie).reasons)


# --- Links ----------------------------------------------------------------------------------------------


def test_two_links_are_made_together_or_not_at_all():
    ada, alan = CharacterFactory(), CharacterFactory()
    SimilarityLinkFactory(character=alan, similar=ada)
    with pytest.raises(links.AlreadyLinked):
        links.link(ada.pk, alan.pk, reason="One.", reason_back="Two.")
    assert SimilarityLink.objects.count() == 1
    with pytest.raises(links.LinkToItself):
        links.link(ada.pk, ada.pk, reason="One.")


def test_every_change_of_a_link_counts_as_a_change_of_the_draft():
    ada, alan = CharacterFactory(), CharacterFactory()
    before = ada.num_changes
    links.link(ada.pk, alan.pk, reason="One.")
    link = ada.similarity_links.get()
    links.reword(link, "Two.")
    links.move(link, 1)
    links.unlink(link)
    ada.refresh_from_db()
    assert ada.num_changes == before + 4


def test_links_keep_their_order_as_they_come_and_go():
    ada, *others = (CharacterFactory(name=f"Person {n}") for n in range(4))
    for other in others:
        links.link(ada.pk, other.pk, reason="One.")

    def order():
        return [link.similar.name for link in ada.similarity_links.all()]

    first = ada.similarity_links.first()
    links.move(first, -1)
    assert order() == ["Person 1", "Person 2", "Person 3"]
    links.move(first, 1)
    assert order() == ["Person 2", "Person 1", "Person 3"]
    removed = links.unlink(ada.similarity_links.first())
    links.link(ada.pk, removed.similar_id, reason=removed.reason, position=removed.position)
    assert order() == ["Person 2", "Person 1", "Person 3"]
    assert list(ada.similarity_links.values_list("position", flat=True)) == [0, 1, 2]
