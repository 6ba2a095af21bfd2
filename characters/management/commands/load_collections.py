"""Load the files of collections and publish them: `manage.py load_collections content/collections`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from characters import gathering
from characters.content_files import BadFile
from characters.content_files.collections import read_collection


class Command(BaseCommand):
    help = (
        "Load collections from Markdown files (or folders of them). Run twice, it changes nothing. Members who are not "
        "in the catalog yet are added by a later run. A collection that an editor has saved is left as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path)

    def handle(self, *, paths, **options):
        changed, num, problems = [], 0, []
        for path in _files(paths):
            num += 1
            try:
                if gathering.keep(read_collection(path)):
                    changed.append(path.stem)
            except BadFile as bad:
                problems.append(str(bad))
        said = f": {', '.join(changed)}" if changed else ""
        self.stdout.write(f"{len(changed)} of {num} collections changed{said}")
        for problem in problems:
            self.stderr.write(self.style.ERROR(problem))
        if problems:
            raise CommandError(f"{len(problems)} of {num} files were refused.")


def _files(paths):
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.md"))
        elif path.exists():
            yield path
        else:
            raise CommandError(f"{path}: there is no such file or folder.")
