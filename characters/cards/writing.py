"""Write a content as a card: V3 that V2's readers can read, as JSON, in a PNG, or in a CHARX file."""

import json

from characters import plain_json
from characters.cards import assets, charx, extension, mapping, pictures, png
from characters.cards.opening import digest_of
from characters.cards.reading import SHELL, found
from characters.editions import CharacterContent


def card_json(content: CharacterContent, *, picture: str = "") -> dict:
    """The card as V3; its ``data`` has all that V2 asks for. ``picture`` is a digest of what goes along."""
    return _with_extension(_card(content), content, picture)


def written_json(content: CharacterContent) -> bytes:
    """The card as a JSON file."""
    return plain_json.written(card_json(content)).encode()


def written_png(content: CharacterContent, picture: bytes | None) -> bytes:
    """The card in a PNG of its portrait (PNG, JPEG or WebP), or of a drawn medal; V3 and, for older readers, V2."""
    image = pictures.png_of(picture, name=content.name)
    newer = card_json(content, picture=png.pixels_of(image))
    older = {**newer, "spec": "chara_card_v2", "spec_version": "2.0"}
    return png.with_texts(image, {"chara": _dense(older), "ccv3": _dense(newer)})


def written_charx(content: CharacterContent, picture: bytes | None) -> bytes:
    """The card in a CHARX file, with its portrait (PNG, JPEG or WebP) in it as it is."""
    card, files = _card(content), {}
    if picture:
        card["data"], name, format = assets.with_ours(card["data"])
        files[name] = pictures.converted(picture, format)
    card = _with_extension(card, content, digest_of(files[name]) if picture else "")
    return charx.packed({charx.CARD: plain_json.written(card).encode(), **files})


def _card(content) -> dict:
    """Root and data, without our extension."""
    data, kept = mapping.put_together(content), content.card
    extension.leave_out(data)
    root = {key: value for key, value in kept.get("root", {}).items() if key not in SHELL}
    root |= {key: data[key] for key in kept.get("doubled", ()) if key in data and key not in SHELL}
    return {"spec": "chara_card_v3", "spec_version": "3.0", "data": data, **root}


def _with_extension(card, content, picture) -> dict:
    extension.put_in(card, content, found(card), picture=picture)
    return card


def _dense(card) -> bytes:
    return json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode()
