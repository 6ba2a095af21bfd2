"""Make an editor's or a writer's account: `manage.py make_editor --email … --password-file …`."""

from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

from users import roles

ROLES = {"writers": roles.WRITERS, "editors": roles.EDITORS}


class Command(BaseCommand):
    help = (
        "Make an account that may edit and publish (with --role writers: edit and submit), with the password of a "
        "file. An account that is there already stays as it is, with the password that it has by now."
    )

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True)
        parser.add_argument("--password-file", required=True, type=Path)
        parser.add_argument("--role", choices=ROLES, default="editors")

    def handle(self, *, email, password_file, role="editors", **options):
        """Says whether the file's password holds: `make run` shows it, or that it was changed."""
        password = password_file.read_text().strip()
        word = role.removesuffix("s")
        user = get_user_model().objects.filter(email__iexact=email).first()
        if user is None:
            user = _made(email.lower(), password, ROLES[role])
            self.stdout.write(f"made the {word} {user.email}")
        elif user.check_password(password):
            self.stdout.write(f"found the {word} {user.email}")
        else:
            self.stdout.write(f"found the {word} {user.email}: password changed on the site")


@transaction.atomic
def _made(email, password, role):
    user = get_user_model().objects.create_user(email, password)
    roles.give(user, role)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
