"""The local editor's account is made once; what the editor then makes of it stays."""

import io
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from embedded.log import open_log
from embedded.start import Start
from tests import beside
from users.models import User
from users.roles import EDITORS, WRITERS

EMAIL = "editor@localhost.localdomain"


@pytest.fixture
def make_editor(db, tmp_path):
    def make(password, *options):
        out = io.StringIO()
        (tmp_path / "password").write_text(f"{password}\n")
        call_command(
            "make_editor",
            "--email",
            EMAIL,
            "--password-file",
            str(tmp_path / "password"),
            *options,
            stdout=out,
        )
        return out.getvalue()

    return make


def test_an_editor_is_made_once_with_the_password_of_the_file(make_editor):
    assert make_editor("kept in a file") == f"made the editor {EMAIL}\n"
    assert make_editor("kept in a file") == f"found the editor {EMAIL}\n"
    editor = User.objects.get()
    assert (editor.is_staff, editor.is_superuser) == (True, False)
    assert editor.groups.get().name == EDITORS
    assert editor.emailaddress_set.get().verified
    assert editor.check_password("kept in a file")


def test_a_writer_is_made_the_same_way(make_editor):
    assert make_editor("kept in a file", "--role", "writers") == f"made the writer {EMAIL}\n"
    writer = User.objects.get()
    assert (writer.is_staff, writer.groups.get().name) == (True, WRITERS)
    assert not writer.has_perm("characters.publish_character")


def test_a_password_that_was_changed_on_the_site_stays(make_editor):
    make_editor("kept in a file")
    editor = User.objects.get()
    editor.set_password("my own")
    editor.save()
    assert "changed on the site" in make_editor("kept in a file")
    editor.refresh_from_db()
    assert editor.check_password("my own")


@pytest.mark.django_db(transaction=True)
def test_the_start_shows_a_password_that_works_or_that_it_was_changed(tmp_path, capsys, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    Group.objects.get_or_create(name=EDITORS)
    start = Start(beside.environ(VAR_DIR=str(tmp_path)), SimpleNamespace(count=0))
    (tmp_path / "log").mkdir(exist_ok=True)
    start.log = open_log(tmp_path)

    def banner():
        capsys.readouterr()
        start._make_editor()
        start._announce()
        return capsys.readouterr().out

    password = banner().partition("password ")[2].split()[0]
    assert (tmp_path / "editor_password").read_text().strip() == password
    editor = User.objects.get()
    assert editor.check_password(password)
    editor.set_password("my own")
    editor.save()
    assert password not in banner()
    assert f"{EMAIL}  password changed on the site" in banner()
