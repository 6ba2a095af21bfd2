"""Our own fields in a card: ``extensions["colloquy"]``, which says only what the card's other keys do not.

``content`` has the fields of a ``CharacterContent`` that a reader who knew nothing of us would not find. Fields that
the card has keys of its own for stand there only where those keys say them inexactly, and count only as long as
``digest`` shows that nothing was changed since: an edit made in another program is never undone by what stands here.
``picture`` is a digest of the picture that went along; ``extensions`` is what stood there if that was no object.
"""

import hashlib
import json
from dataclasses import fields as fields_of_class
from dataclasses import replace

from django.utils.translation import gettext as _

from characters import content_files
from characters.cards.bad_card import BadCard
from characters.content_files.front_matter import card_is_shaped
from characters.editions import CharacterContent, QuestionContent, RemarkContent, SimilarContent

KEY = "colloquy"
VERSION = 1
# What the card's own keys say too.
CARRIED = ("name", "biography", "persona", "greeting", "example_dialogue", "fields", "card")
_ROWS = {"starter_questions": QuestionContent, "remarks": RemarkContent, "similar": SimilarContent}
_MANY_LINES = ("spoken", "answer", "text")


def put_in(card: dict, content: CharacterContent, found: CharacterContent, *, picture: str = ""):
    """Give the card our extension, so that it says ``content`` where a reader without it finds ``found``."""
    ours, theirs = content.to_json(), found.to_json()
    own = {name: ours[name] for name in ours if ours[name] != theirs[name] or name == "slug"}
    extension = {"version": VERSION, "content": own}
    extensions = card["data"]["extensions"]
    if not isinstance(extensions, dict):
        extension["extensions"], extensions = extensions, {}
    card["data"]["extensions"] = dict(extensions)
    extension["digest"] = digest_of(card)
    if picture:
        extension["picture"] = picture
    card["data"]["extensions"][KEY] = extension


def leave_out(data: dict):
    """Take our extension out of a card's ``data``, whatever it says."""
    if isinstance(extensions := data.get("extensions"), dict):
        data["extensions"] = {key: value for key, value in extensions.items() if key != KEY}


def taken_from(card: dict) -> dict | None:
    """Our extension, taken out of the card; None when it has none.

    :raises BadCard: when it is not as we write it.
    """
    extensions = card["data"].get("extensions")
    if not isinstance(extensions, dict) or KEY not in extensions:
        return None
    leave_out(card["data"])
    extension = extensions[KEY]
    if not isinstance(extension, dict) or extension.get("version") != VERSION:
        said = _("is not of version %(number)s, the one that this site reads")
        raise BadCard(f"extensions.{KEY}", said % {"number": VERSION})
    if not isinstance(extension.get("content", {}), dict):
        raise BadCard(f"extensions.{KEY}.content", _("must be {…}"))
    extension["unchanged"] = extension.get("digest") == digest_of(card)
    if "extensions" in extension and not card["data"]["extensions"]:
        card["data"]["extensions"] = extension["extensions"]
    return extension


def digest_of(card: dict) -> str:
    """What tells whether another program has changed a card, however it orders keys and writes 1.0."""
    rest = {key: value for key, value in card.items() if key not in ("spec", "spec_version")}
    text = json.dumps(_plain_numbers(rest), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _plain_numbers(value):
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain_numbers(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain_numbers(each) for key, each in value.items()}
    return value


def applied(content: CharacterContent, extension: dict) -> CharacterContent:
    """The content with what our extension says.

    :raises BadCard: naming the field that is not as we write it.
    """
    own = extension.get("content", {})
    known = {each.name for each in fields_of_class(CharacterContent)}
    for name, value in own.items():
        if name not in known or not _is_of_its_kind(name, value):
            raise BadCard(f"extensions.{KEY}.content.{name}", _("is not as this site writes it"))
    if not extension["unchanged"]:
        own = {name: value for name, value in own.items() if name not in CARRIED}
    try:
        return CharacterContent.from_json({**content.to_json(), **own})
    except TypeError as error:
        raise BadCard(f"extensions.{KEY}.content", _("is not as this site writes it")) from error


def _is_of_its_kind(name, value) -> bool:
    if name in _ROWS:
        return isinstance(value, list) and all(isinstance(row, dict) and _is_row(row) for row in value)
    if name == "card":
        return card_is_shaped(value)
    if name in ("born", "died"):
        return value is None or type(value) is int
    return type(value) is type(_EMPTY[name])


def _is_row(row) -> bool:
    return all(
        isinstance(value, str) and (key in _MANY_LINES or "\n" not in value) for key, value in row.items()
    )


_EMPTY = CharacterContent(slug="", name="").to_json()


def checked(content: CharacterContent) -> CharacterContent:
    """The content as a starter file would say it, which is the strictest reader that we have.

    :raises BadCard: naming the field that could not be kept.
    """
    try:
        text = content_files.written(replace(content, card={}))
        return replace(content_files.read_text(content.slug, text), card=content.card)
    except content_files.BadFile as bad:
        raise BadCard(bad.field, bad.reason) from bad
