"""`manage.py load_characters`: what is good is loaded, what is bad is named, twice is once."""

import io

import pytest
from django.core.management import CommandError, call_command

from characters import publishing
from characters.content_files import read_file
from characters.editions import write_draft
from characters.models import Character
from tests.characters.test_content_files import GOOD
from tests.factories import CharacterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ada-lovelace.md").write_text(GOOD)
    turing = GOOD.replace("Ada Lovelace", "Alan Turing").replace("alan-turing", "ada-lovelace")
    (tmp_path / "alan-turing.md").write_text(turing)
    return tmp_path


def load(*args):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("load_characters", *map(str, args), stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error)
    return out.getvalue(), err.getvalue()


def test_a_folder_is_loaded_published_and_linked(folder):
    out, err = load(folder)
    assert "2 added, 0 changed, 0 left" in out
    assert not err
    ada = Character.objects.get(slug="ada-lovelace")
    assert ada.live_edition.number == 1
    assert ada.similarity_links.get().similar.slug == "alan-turing"
    assert not ada.live_edition.passages.filter(embedding=None).exists()


def test_loading_twice_changes_nothing(folder):
    load(folder)
    out, _ = load(folder)
    assert "0 added, 0 changed, 2 left" in out
    assert Character.objects.get(slug="ada-lovelace").editions.count() == 1


def test_a_changed_file_gives_a_new_edition(folder):
    load(folder)
    (folder / "ada-lovelace.md").write_text(GOOD.replace("She saw", "She foresaw"))
    out, _ = load(folder)
    assert "0 added, 1 changed, 1 left" in out
    assert Character.objects.get(slug="ada-lovelace").live_edition.number == 2


def test_a_bad_file_is_refused_whole_and_the_others_load(folder):
    (folder / "ada-lovelace.md").write_text(GOOD.replace("born: 1815", "born: soon"))
    out, err = load(folder)
    assert "1 added" in out
    assert "ada-lovelace.md:3: born: must be a year" in err
    assert "1 of 2 files were refused" in err
    assert not Character.objects.filter(slug="ada-lovelace").exists()


def test_what_an_editor_changed_is_left_alone_unless_told(folder):
    load(folder)
    Character.objects.filter(slug="ada-lovelace").update(tagline="The editor's own line.")
    out, _ = load(folder)
    assert "edited here, left: ada-lovelace" in out
    assert Character.objects.get(slug="ada-lovelace").tagline == "The editor's own line."
    out, _ = load("--overwrite", folder)
    assert "1 changed" in out


def test_what_an_editor_withdrew_stays_withdrawn_unless_told(folder):
    load(folder)
    publishing.withdraw(Character.objects.get(slug="ada-lovelace"))
    out, _ = load(folder)
    assert "0 added, 0 changed, 2 left" in out
    assert "edited here, left: ada-lovelace" in out
    assert Character.objects.get(slug="ada-lovelace").status == Character.Status.WITHDRAWN
    out, _ = load("--overwrite", folder)
    assert "0 added, 1 changed, 1 left" in out
    assert "changed: ada-lovelace" in out
    assert Character.objects.get(slug="ada-lovelace").live_edition.number == 2


def test_check_reads_only(folder):
    out, _ = load("--check", folder)
    assert "2 good, 0 refused" in out
    assert not Character.objects.exists()


def test_check_finds_parts_that_would_share_an_address(folder):
    (folder / "ada-lovelace.md").write_text(GOOD.replace("# Starter", "## Childhood…\n\nAgain.\n\n# Starter"))
    out, err = load("--check", folder)
    assert "1 good, 1 refused" in out
    assert (
        "ada-lovelace.md:31: remark “Childhood…”: “Childhood” and “Childhood…” have the same address" in err
    )
    load(folder)
    assert not Character.objects.filter(slug="ada-lovelace").exists()


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    _, err = load(tmp_path / "nowhere")
    assert "there is no such file or folder" in err


def test_a_draft_that_an_editor_began_is_left_alone(folder):
    CharacterFactory(slug="ada-lovelace", tagline="An editor's beginning.")
    out, _ = load(folder)
    assert "edited here, left: ada-lovelace" in out
    ada = Character.objects.get(slug="ada-lovelace")
    assert (ada.tagline, ada.live_edition) == ("An editor's beginning.", None)


def test_a_load_that_was_broken_off_is_finished_by_the_next(folder):
    write_draft(read_file(folder / "ada-lovelace.md"))
    out, _ = load(folder)
    assert "edited here" not in out
    assert Character.objects.get(slug="ada-lovelace").live_edition.number == 1


def test_a_file_that_lacks_what_a_page_needs_is_refused_whole(folder):
    (folder / "ada-lovelace.md").write_text(GOOD.replace("I am Ada.\n", ""))
    _, err = load(folder)
    assert "The persona is empty." in err
    assert not Character.objects.filter(slug="ada-lovelace").exists()
