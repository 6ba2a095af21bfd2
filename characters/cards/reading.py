"""Read a card out of whatever file it came in, and make a draft of it."""

from dataclasses import dataclass, replace

from django.core.files.storage import default_storage
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from characters import plain_json, portraits
from characters.cards import assets, extension, mapping
from characters.cards.bad_card import BadCard
from characters.cards.opening import opened
from characters.content_files.pictures import plain_webp
from characters.editions import CharacterContent
from engines.text import clean

SPECS = ("chara_card_v2", "chara_card_v3")
SHELL = ("spec", "spec_version", "data")
_PORTRAIT = {
    "portrait": "", "portrait_alt": "", "portrait_credit": "", "portrait_licence": "", "portrait_crop": (),
    "portrait_focus": (),
}  # fmt: skip


@dataclass
class Card:
    """A card that was read. ``portrait`` is a WebP that can be kept, if the file brought a picture of its own.

    ``warnings`` are sentences for whoever imports it.
    """

    content: CharacterContent
    portrait: bytes | None
    warnings: list[str]

    def stored(self) -> CharacterContent:
        """The content with its portrait among the stored ones, or without any if nothing is to be had."""
        if self.content.portrait and default_storage.exists(self.content.portrait):
            return self.content
        if self.portrait:
            return replace(self.content, portrait=portraits.keep(self.portrait))
        return replace(self.content, portrait="")


def read_card(data: bytes, *, filename: str) -> Card:
    """The card in a JSON, PNG, APNG or CHARX file, told by what it holds; ``filename`` only helps to find an address.

    :raises BadCard: naming the field, or “file”, and why.
    """
    file = opened(data)
    card, warnings = _parsed(file.json, file.label)
    own = extension.taken_from(card)
    if file.older is not None:
        card, own = _changed_since(file.older, card, own, warnings)
    content = found(card, filename=filename)
    warnings += _remarks(card["data"], content)
    if own:
        content = extension.applied(content, own)
    if len(plain_json.dense(content.card).encode()) > plain_json.MAX_KEPT:
        said = _("has more than %(number)s bytes that no field here holds")
        number = number_format(plain_json.MAX_KEPT, force_grouping=True)
        raise BadCard(file.label, said % {"number": number})
    content, portrait = _with_picture(extension.checked(content), file, card["data"], own, warnings)
    return Card(content, portrait, list(dict.fromkeys(file.warnings + warnings)))


def found(card: dict, *, filename: str = "") -> CharacterContent:
    """What a reader who knows nothing of our extension finds in a card that has ``data``."""
    data = assets.without_ours(card["data"])
    ours = mapping.read(data)
    root = {key: value for key, value in card.items() if key not in SHELL}
    doubled = sorted(key for key in root if key in data and mapping.same(root[key], data[key]))
    kept = {
        "data": mapping.left_over(data, ours),
        "root": {key: value for key, value in root.items() if key not in doubled},
        "doubled": doubled,
    }
    return CharacterContent(
        slug=mapping.slug_of(ours["name"], filename),
        sort_name=ours["name"],
        card={key: value for key, value in kept.items() if value},
        **ours,
    )


def _parsed(json: bytes, label: str) -> tuple[dict, list[str]]:
    """A card with ``data``, whatever its version, and what is to be said of it."""
    try:
        card, places = plain_json.settled(plain_json.parsed(json))
    except plain_json.BadJson as bad:
        raise BadCard(label, str(bad)) from bad
    said = _("%(place)s: a NUL or half a character was taken out.")
    warnings = [said % {"place": place} for place in places[:5]]
    if more := len(places[5:]):
        said = ngettext("The same in %(number)s other places.", "The same in %(number)s other places.", more)
        warnings.append(said % {"number": more})
    if not isinstance(card, dict):
        raise BadCard(label, _("is no character card: it must be {…}"))
    if str(card.get("spec")).startswith("lorebook"):
        raise BadCard(label, _("is a lorebook, not a character"))
    if "data" not in card and "spec" not in card:
        card = {**card, "data": mapping.data_of_v1(card)}
    elif not isinstance(card.get("data"), dict):
        raise BadCard("data", _("must be {…}, as the specification of cards has it"))
    else:
        warnings += _remarks_on_version(card)
    if not any(key in card["data"] for key in mapping.V1_KEYS):
        said = _("is no character card: it has none of %(keys)s")
        raise BadCard(label, said % {"keys": ", ".join(mapping.V1_KEYS)})
    return card, warnings


def _remarks_on_version(card) -> list[str]:
    spec, version = card.get("spec"), card.get("spec_version")
    if spec not in (None, *SPECS):
        said = _("The card calls itself %(name)s; it was read as chara_card_v3.")
        return [said % {"name": clean(str(spec))[:40]}]
    try:
        is_newer = float(version) > 3 if isinstance(version, str | int | float) else False
    except ValueError:
        is_newer = False
    if is_newer:
        said = _("The card is of version %(version)s, which is newer than 3.0: look it through.")
        return [said % {"version": str(version)[:20]}]
    return []


def _changed_since(older: bytes, card, own, warnings):
    """The V3 form, unless another program has changed only the V2 form since both were written here."""
    try:
        second, _said = _parsed(older, "chara")
        its_own = extension.taken_from(second)
    except BadCard as bad:
        warnings.append(_("The older form of the card was left aside: %(reason)s.") % {"reason": bad})
        return card, own
    if own and its_own and own["unchanged"] and not its_own["unchanged"]:
        warnings.append(
            _("Only the older form of the card was changed since this site wrote it: it was read.")
        )
        return second, its_own
    if not all(mapping.same(second["data"].get(key), card["data"].get(key)) for key in mapping.V1_KEYS):
        warnings.append(_("The older form of the card says something else and was left aside."))
    return card, own


def _remarks(data, content) -> list[str]:
    said = []
    if content.name == mapping.UNNAMED:
        said.append(_("name: is empty; give the character one."))
    elif isinstance(data.get("name"), str) and len(" ".join(data["name"].split())) > len(content.name):
        said.append(_("name: was shortened or cleaned; exports give it back as it was."))
    for key in mapping.TEXTS:
        raw = data.get(key, "")
        if raw is not None and not isinstance(raw, str):
            sentence = _("%(key)s: is not text, so it shows nowhere; exports give it back.")
            said.append(sentence % {"key": key})
        elif raw and clean(mapping.with_plain_ends(raw)) != mapping.with_plain_ends(raw):
            sentence = _("%(key)s: control characters are left out here; exports give them back.")
            said.append(sentence % {"key": key})
    return said


def _with_picture(content, file, data, own, warnings) -> tuple[CharacterContent, bytes | None]:
    picture, digest, entry = file.picture_for(data)
    warnings += assets.warnings(data, entry)
    if picture is None:
        return content, None
    is_ours = bool(own) and own.get("picture") == digest
    if is_ours and not content.portrait:
        return content, None  # drawn here, for want of a portrait
    try:
        is_stored = is_ours and portraits.name_of(picture) == content.portrait
        webp = plain_webp(picture) if is_stored else portraits.reencoded(picture)
    except portraits.BadPortrait as bad:
        warnings.append(_("The picture is left out: %(reason)s") % {"reason": bad})
        return content, None
    if is_ours:
        return content, webp
    if any(getattr(content, key) for key in _PORTRAIT):
        warnings.append(
            _("The picture is another one: its description, credit and licence are to be given anew.")
        )
    return replace(content, **_PORTRAIT), webp
