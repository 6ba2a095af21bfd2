"""`manage.py sync_characters`: the catalog says what a folder says, twice is once, and nothing goes by mistake."""

import io

import pytest
from django.core.management import CommandError, call_command

from characters import publishing
from characters.models import Character, Edition
from tests.characters.test_content_files import GOOD
from tests.characters.test_portraits import picture
from tests.factories import published_character

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    for slug, name in (
        ("ada-lovelace", "Ada Lovelace"),
        ("alan-turing", "Alan Turing"),
        ("emmy-noether", "Emmy Noether"),
    ):
        other = "ada-lovelace" if slug != "ada-lovelace" else "alan-turing"
        text = GOOD.replace("Ada Lovelace", name).replace("character: alan-turing", f"character: {other}")
        (tmp_path / f"{slug}.md").write_text(text)
    return tmp_path


def sync(*args):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("sync_characters", *map(str, args), stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error)
    return out.getvalue(), err.getvalue()


def live() -> list[str]:
    return list(Character.objects.live().order_by("slug").values_list("slug", flat=True))


def test_what_is_new_is_published_with_its_links(folder):
    out, err = sync(folder)
    assert "3 added, 0 changed, 0 unchanged, 0 withdrawn, 0 refused" in out
    assert not err
    assert live() == ["ada-lovelace", "alan-turing", "emmy-noether"]
    assert Character.objects.get(slug="ada-lovelace").similarity_links.get().similar.slug == "alan-turing"


def test_twice_changes_nothing(folder):
    sync(folder)
    before = list(Edition.objects.values_list("pk", flat=True))
    out, _ = sync(folder)
    assert "0 added, 0 changed, 3 unchanged, 0 withdrawn" in out
    assert list(Edition.objects.values_list("pk", flat=True)) == before


def test_a_changed_file_changes_a_page_and_a_missing_one_withdraws_it(folder):
    sync(folder)
    (folder / "ada-lovelace.md").write_text(
        (folder / "ada-lovelace.md").read_text().replace("She saw", "She foresaw")
    )
    (folder / "emmy-noether.md").unlink()
    out, _ = sync(folder, "--dry-run")
    assert "would be 0 added, 1 changed, 1 unchanged, 1 withdrawn" in out
    assert "changed ada-lovelace: Tagline" in out
    assert live() == ["ada-lovelace", "alan-turing", "emmy-noether"]
    sync(folder)
    assert live() == ["ada-lovelace", "alan-turing"]
    assert "She foresaw" in Character.objects.get(slug="ada-lovelace").live_edition.content["tagline"]


def test_whoever_comes_back_is_published_again(folder):
    sync(folder)
    publishing.withdraw(Character.objects.get(slug="emmy-noether"))
    sync(folder)
    assert "emmy-noether" in live()


def test_a_bad_file_is_named_harms_no_other_and_leaves_its_page(folder):
    sync(folder)
    (folder / "emmy-noether.md").write_text("nothing of ours")
    out, err = sync(folder)
    assert "emmy-noether.md: line 1, front matter" in err
    assert "2 unchanged, 0 withdrawn, 1 refused" in out
    assert "emmy-noether" in live()


def test_a_file_whose_page_would_lack_something_is_refused_before_it_is_written(folder):
    text = (folder / "emmy-noether.md").read_text()
    (folder / "emmy-noether.md").write_text(text.replace("tagline: She saw", "place: She saw"))
    _, err = sync(folder)
    assert "The tagline is empty." in err
    assert not Character.objects.filter(slug="emmy-noether").exists()


def test_editors_words_that_no_edition_holds_are_not_overwritten_unless_that_is_said(folder):
    sync(folder)
    Character.objects.filter(slug="ada-lovelace").update(tagline="An editor's own.")
    _, err = sync(folder)
    assert "would be lost" in err
    assert "ada-lovelace" in err
    assert Character.objects.get(slug="ada-lovelace").tagline == "An editor's own."
    sync(folder, "--overwrite-drafts")
    assert Character.objects.get(slug="ada-lovelace").tagline.startswith("She saw")


def test_the_wrong_folder_withdraws_nobody_unless_forced(folder, tmp_path_factory):
    sync(folder)
    empty = tmp_path_factory.mktemp("empty")
    _, err = sync(empty)
    assert "lacks 3 of the 3" in err
    assert len(live()) == 3
    sync(empty, "--force")
    assert live() == []
    _, err = sync(empty / "nowhere")
    assert "is no folder" in err


def test_others_that_are_only_drafts_are_left(folder):
    draft = published_character(slug="draft")
    publishing.withdraw(draft)
    sync(folder)
    assert Character.objects.filter(slug="draft").exists()


def test_a_portrait_beside_its_file_comes_along(folder):
    (folder / "ada-lovelace.png").write_bytes(picture())
    text = (folder / "ada-lovelace.md").read_text()
    described = "portrait_alt: A colour\nportrait_credit: Nobody\nportrait_licence: cc0\ntagline:"
    (folder / "ada-lovelace.md").write_text(text.replace("tagline:", described, 1))
    sync(folder)
    ada = Character.objects.get(slug="ada-lovelace")
    assert ada.portrait.storage.exists(ada.portrait.name)
    out, _ = sync(folder)
    assert "3 unchanged" in out
