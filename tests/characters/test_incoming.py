"""What arrives in bulk: planned before anything is written, one harming no other, written twice without harm."""

from dataclasses import replace

import pytest

from characters import incoming
from characters.editions import CharacterContent, SimilarContent, draft_of, write_draft
from characters.incoming import Deed, Existing, Incoming, Publishing
from characters.models import Character
from tests.characters.test_portraits import picture
from tests.factories import published_character

pytestmark = pytest.mark.django_db

ADA = CharacterContent(slug="ada", name="Ada", sort_name="Ada", tagline="She saw.")
ZENO = CharacterContent(slug="zeno", name="Zeno", sort_name="Zeno")


def arrived(*contents, **more) -> list[Incoming]:
    return [Incoming(f"{content.slug}.md", content, **more) for content in contents]


def planned(incoming_, existing=Existing.CHANGE):
    return list(incoming.plan(incoming_, existing=existing))


def deeds(steps):
    return [step.deed for step in steps]


def test_a_plan_writes_nothing_and_names_what_changes():
    write_draft(ADA)
    steps = planned(arrived(replace(ADA, tagline="She foresaw.", born=1815), ZENO))
    assert deeds(steps) == [Deed.CHANGE, Deed.ADD]
    assert [(c.field, c.old, c.new) for c in steps[0].changes] == [
        ("Born", "", "1815"),
        ("Tagline", "She saw.", "She foresaw."),
    ]
    assert draft_of(Character.objects.get()) == ADA


def test_what_was_planned_is_written_and_then_there_is_nothing_to_do(editor):
    contents = (replace(ADA, similar=(SimilarContent("zeno", "Both reasoned."),)), ZENO)
    done = incoming.carry_out(planned(arrived(*contents)), by=editor)
    assert deeds(done) == [Deed.ADD, Deed.ADD]
    ada = Character.objects.get(slug="ada")
    assert ada.similarity_links.get().similar.slug == "zeno"
    assert ada.changed_by == editor
    assert not Character.objects.live().exists()
    assert deeds(planned(arrived(*contents))) == [Deed.SAME, Deed.SAME]


def test_who_is_here_already_is_left_changed_or_made_again():
    write_draft(ADA)
    other = replace(ADA, tagline="Other.")
    assert deeds(planned(arrived(other), Existing.LEAVE)) == [Deed.LEAVE]
    copy = planned(arrived(other, other), Existing.COPY)
    assert [(step.deed, step.slug) for step in copy] == [(Deed.ADD, "ada-2"), (Deed.ADD, "ada-3")]
    incoming.carry_out(copy)
    assert set(Character.objects.values_list("slug", flat=True)) == {"ada", "ada-2", "ada-3"}
    assert draft_of(Character.objects.get(slug="ada")) == ADA


def test_of_two_with_one_address_the_second_is_refused():
    steps = planned(arrived(ADA, replace(ADA, tagline="Other.")))
    assert deeds(steps) == [Deed.ADD, Deed.REFUSE]
    assert steps[1].field == "slug"


def test_a_refused_one_harms_no_other():
    bad = Incoming("bad.md", field="line 3, born", refusal="must be a year")
    done = incoming.carry_out(planned([bad, *arrived(ADA)]))
    assert deeds(done) == [Deed.REFUSE, Deed.ADD]
    assert Character.objects.get().slug == "ada"


def test_what_the_database_refuses_is_told_and_harms_no_other():
    impossible = replace(ZENO, born=1900, died=1800)
    done = incoming.carry_out(planned(arrived(impossible, ADA)))
    assert deeds(done) == [Deed.REFUSE, Deed.ADD]
    assert "could not be written" in done[0].reason


def test_links_to_nobody_are_left_out_and_told():
    content = replace(ADA, similar=(SimilarContent("nobody", "Unknown."), SimilarContent("zeno", "Known.")))
    (first, _) = planned(arrived(content, ZENO))
    assert [link.character for link in first.content.similar] == ["zeno"]
    assert first.warnings == ("Links to characters that are not here were left out: nobody.",)


def test_a_portrait_comes_along_and_the_same_one_is_no_change():
    from characters.portraits import reencoded

    webp = reencoded(picture())
    incoming.carry_out(planned(arrived(ADA, portrait=webp)))
    ada = Character.objects.get()
    assert ada.portrait.storage.exists(ada.portrait.name)
    assert deeds(planned(arrived(ADA, portrait=webp))) == [Deed.SAME]
    assert deeds(planned(arrived(ADA, portrait=reencoded(picture(colour="navy"))))) == [Deed.CHANGE]


def test_whoever_lacks_nothing_is_published_when_that_is_asked_for():
    whole = published_character(slug="whole")
    content = replace(draft_of(whole), tagline="Another.")
    done = incoming.carry_out(planned(arrived(content, ADA)), publish=Publishing(True, "Imported."))
    whole.refresh_from_db()
    assert (whole.live_edition.number, whole.live_edition.note) == (2, "Imported.")
    assert done[1].warnings[0].startswith("Not published: ")
    assert Character.objects.get(slug="ada").live_edition is None


def test_broken_off_and_begun_again_it_ends_the_same():
    class BrokenOff(Exception):
        pass

    def at_two(number):
        if number == 2:
            raise BrokenOff

    contents = [replace(ADA, slug=f"ada-{number}") for number in range(4)]
    with pytest.raises(BrokenOff):
        incoming.carry_out(planned(arrived(*contents)), count=at_two)
    assert Character.objects.count() == 2
    again = incoming.carry_out(planned(arrived(*contents)))
    assert deeds(again) == [Deed.SAME, Deed.SAME, Deed.ADD, Deed.ADD]


def test_planning_costs_the_same_queries_for_a_hundred(django_assert_max_num_queries):
    contents = [replace(ADA, slug=f"ada-{number}") for number in range(100)]
    for content in contents:
        write_draft(content)
    with django_assert_max_num_queries(8):
        assert set(deeds(planned(arrived(*contents)))) == {Deed.SAME}
