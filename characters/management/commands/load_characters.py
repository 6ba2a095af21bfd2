"""Load starter files into the catalog and publish them: `manage.py load_characters content/characters`."""

import sys
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from characters import publishing
from characters.content_files import BadFile, picture_beside, read_file, with_portrait
from characters.editions import CharacterContent, content_of, draft_of, write_draft
from characters.models import Character


class Command(BaseCommand):
    help = (
        "Load characters from Markdown files (or folders of them) and publish them. Run twice, it changes nothing. "
        "A character that an editor has changed or withdrawn since the last load is left as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument("--check", action="store_true", help="only read the files and say what is wrong")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="also replace what editors have changed since, and publish what they withdrew",
        )

    def handle(self, *, paths, check, overwrite, **options):
        contents, problems = self._read(paths, keep=not check)
        if not check:
            self._load(contents, problems, overwrite)
        else:
            self.stdout.write(f"{len(contents)} good, {len(problems)} refused")
        for problem in problems:
            self.stderr.write(self.style.ERROR(problem))
        if problems:
            raise CommandError(f"{len(problems)} of {len(contents) + len(problems)} files were refused.")

    def _read(self, paths, *, keep):
        contents, problems = [], []
        for path in self._bar(_files(paths), "reading"):
            try:
                content = _with_picture(read_file(path), path, keep=keep)
            except BadFile as bad:
                problems.append(str(bad))
                continue
            if missing := publishing.missing_from(content):
                problems.append(f"{path}: {' '.join(missing)}")
            else:
                contents.append(content)
        return _tellable(contents, problems), problems

    def _load(self, contents, problems, overwrite):
        before = {
            c.slug: c for c in Character.objects.filter(slug__in=[content.slug for content in contents])
        }
        known = {slug: draft_of(character) for slug, character in before.items()}
        edited = set()
        if not overwrite:
            edited = {
                c.slug for c in contents if c.slug in before and _is_edited(before[c.slug], known[c.slug], c)
            }
        todo = [content for content in contents if content.slug not in edited]
        # Translations last, so that none is behind an original that came with it.
        todo.sort(key=lambda content: bool(content.translation_of))
        # Twice: the first pass makes every character, so that the second finds the ends of all links.
        drafts = {content.slug: write_draft(content, character=before.get(content.slug)) for content in todo}
        changed_slugs = set()
        for content in self._bar(todo, "publishing"):
            character = write_draft(content, character=drafts[content.slug])
            try:
                if _is_published_anew(character):
                    changed_slugs.add(content.slug)
            except publishing.Incomplete as incomplete:
                problems.append(f"{content.slug}.md: {incomplete}")
        added = [content.slug for content in todo if content.slug not in known]
        changed_slugs |= {slug for slug in before if draft_of(before[slug]) != known[slug]}
        changed = [
            content.slug for content in todo if content.slug in known and content.slug in changed_slugs
        ]
        left = len(contents) - len(added) - len(changed)
        self.stdout.write(f"{len(added)} added, {len(changed)} changed, {left} left as they were")
        for word, slugs in (("added", added), ("changed", changed), ("edited here, left", sorted(edited))):
            if slugs:
                self.stdout.write(f"  {word}: {', '.join(slugs)}")

    def _bar(self, items, label):
        return tqdm(items, desc=label, unit=" characters", disable=not sys.stderr.isatty(), leave=False)


def _tellable(contents, problems) -> list[CharacterContent]:
    """Without translations of nobody, and without a second one into a language."""
    known = {content.slug for content in contents}
    wanted = {content.translation_of for content in contents} - known - {""}
    known |= set(Character.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    kept, told = [], {}
    for content in contents:
        telling = (content.translation_of, content.language)
        if not content.translation_of:
            kept.append(content)
        elif content.translation_of not in known:
            problems.append(f"{content.slug}.md: its original, “{content.translation_of}”, is not here.")
        elif telling in told:
            problems.append(f"{content.slug}.md: {told[telling]}.md tells the same in this language.")
        else:
            told[telling] = content.slug
            kept.append(content)
    return kept


def _files(paths) -> list[Path]:
    files = []
    for path in paths:
        if path.is_dir():
            files += sorted(path.glob("*.md"))
        elif path.exists():
            files.append(path)
        else:
            raise CommandError(f"{path}: there is no such file or folder.")
    return files


def _with_picture(content, path, *, keep):
    picture = picture_beside(path)
    return with_portrait(content, picture and picture.read_bytes(), path=str(path), keep=keep)


def _is_published_anew(character) -> bool:
    """Publish the draft; whether that made a new edition.

    :raises Incomplete: as ``publishing.publish`` does.
    """
    live = character.live_edition_id
    edition = publishing.publish(character, note="Loaded from its starter file.", embed_now=True)
    return edition.pk != live


def _is_edited(character, draft, content) -> bool:
    """Whether an editor had a hand in it: began it, withdrew it, changed it, or published the newest edition."""
    newest = character.editions.public().first()
    if newest is None:
        # Never published: an editor's own draft, unless a load that was broken off left just what the file says.
        return replace(draft, similar=()) != replace(content, similar=())
    is_withdrawn = character.live_edition_id is None
    return is_withdrawn or newest.published_by_id is not None or content_of(newest) != draft
