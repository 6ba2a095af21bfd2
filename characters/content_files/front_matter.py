"""The front matter of a starter file: every key known, every value of its kind and within its length."""

import re

from django.utils.translation import gettext as _

from characters import plain_json
from characters.content_files.front_yaml import BadYaml, mapping
from characters.content_files.source import Source
from characters.editions import SimilarContent
from characters.eras import YEARS
from characters.languages import ENGLISH, NAMES
from characters.models import FIELDS, LICENCES, WHOLE

FRONT_KEYS = (
    "language", "translation_of", "name", "sort_name", "also_known_as", "born", "born_circa", "died", "died_circa",
    "place", "fields", "tagline", "engine", "portrait", "portrait_alt", "portrait_credit", "portrait_licence",
    "portrait_crop", "portrait_focus", "similar", "card",
)  # fmt: skip
LINES = (
    "name", "sort_name", "place", "tagline", "engine", "portrait", "portrait_alt", "portrait_credit",
    "portrait_licence",
)  # fmt: skip
LIMITS = {
    "name": 120,
    "sort_name": 120,
    "place": 160,
    "tagline": 200,
    "engine": 120,
    "portrait_alt": 200,
    "portrait_credit": 200,
    "portrait_licence": 20,
}
# What may stand in ``card``: see characters.cards.
CARD_KEYS = {"data": dict, "root": dict, "doubled": list}
PORTRAIT = re.compile(r"portraits/[0-9a-f]{32}(?:_[A-Za-z0-9]{1,10})?\.webp")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def card_is_shaped(card) -> bool:
    """Whether this is what a content's ``card`` can be."""
    if not isinstance(card, dict) or not all(isinstance(card[key], CARD_KEYS.get(key, ())) for key in card):
        return False
    return all(isinstance(key, str) for key in card.get("doubled", ()))


def _is_not_one_of(words) -> str:
    return _("is not one of %(words)s") % {"words": ", ".join(words)}


class FrontMatter:
    """Reads what stands between the two lines of ``---``."""

    def __init__(self, source: Source):
        self.source = source
        if source.lines[0] != "---":
            source.refuse(1, _("front matter"), _("the first line must be ---"))
        try:
            # The number of the line after the front matter, from 0.
            self.end = source.lines.index("---", 1) + 1
        except ValueError:
            source.refuse(1, _("front matter"), _("is not closed by a line of ---"))

    def _refuse(self, key, reason):
        self.source.refuse(self.source.line_of(key), key, reason)

    def read(self) -> dict:
        """The content's fields that stand here.

        :raises BadFile: naming the first that is wrong.
        """
        data = self._yaml()
        for key in data:
            if key not in FRONT_KEYS:
                self._refuse(str(key), _is_not_one_of(FRONT_KEYS))
        row = {key: self._line(data, key) for key in LINES}
        if not row["name"]:
            self._refuse("name", _("is missing"))
        row["sort_name"] = row["sort_name"] or row["name"]
        for key in ("born", "died"):
            row[key] = self._year(data, key)
            row[f"{key}_circa"] = self._flag(data, f"{key}_circa")
        if row["born"] is not None and row["died"] is not None and row["died"] < row["born"]:
            self._refuse("died", _("is before the year of birth"))
        row["also_known_as"] = tuple(self._words(data, "also_known_as"))
        row["fields"] = tuple(self._words(data, "fields"))
        for word in row["fields"]:
            if word not in FIELDS:
                reason = _("“%(word)s” is not one of %(words)s")
                self._refuse("fields", reason % {"word": word, "words": ", ".join(FIELDS)})
        self._check_portrait(row)
        row["portrait_crop"] = self._crop(data)
        row["portrait_focus"] = self._thousandths(data, "portrait_focus", 2, "[across, down]")
        row |= self._telling(data)
        row["similar"] = tuple(self._similar(data))
        row["card"] = self._card(data)
        return row

    def _yaml(self) -> dict:
        source = self.source
        try:
            data = mapping("\n".join(source.lines[1 : self.end - 1]))
        except BadYaml as bad:
            source.refuse(bad.line + 1, bad.field, bad.reason)
        if not isinstance(data, dict):
            source.refuse(2, _("front matter"), _("must be a list of `key: value` lines"))
        return data

    def _line(self, data, key) -> str:
        value = data.get(key)
        value = "" if value is None else value
        if not isinstance(value, str):
            self._refuse(key, _("must be text; put it in quotes"))
        if "\n" in value.strip():
            self._refuse(key, _("must be one line"))
        if len(value) > LIMITS.get(key, 200):
            reason = _("is longer than %(number)s characters") % {"number": LIMITS.get(key, 200)}
            self._refuse(key, reason)
        return value.strip()

    def _year(self, data, key) -> int | None:
        value = data.get(key)
        is_year = isinstance(value, int) and not isinstance(value, bool) and value in YEARS
        if value is not None and not is_year:
            self._refuse(key, _("must be a year, such as 1879, or -551 for 551 BCE"))
        return value

    def _flag(self, data, key) -> bool:
        value = data.get(key, False)
        if not isinstance(value, bool):
            self._refuse(key, _("must be true or false"))
        return value

    def _words(self, data, key) -> list[str]:
        values = data.get(key) or []
        if not isinstance(values, list) or not all(isinstance(v, str) and 0 < len(v) <= 120 for v in values):
            self._refuse(key, _("must be a list of short texts"))
        return values

    def _telling(self, data) -> dict:
        """In which language, and of whom where the page is a translation."""
        language, original = self._line(data, "language") or ENGLISH, self._line(data, "translation_of")
        if language not in NAMES:
            self._refuse(
                "language",
                _("“%(code)s” is not the code of a language, such as en, de or ar") % {"code": language},
            )
        if original and (not SLUG.fullmatch(original) or original == self.source.slug):
            self._refuse(
                "translation_of", _("“%(slug)s” is not another character's slug") % {"slug": original}
            )
        return {"language": language, "translation_of": original}

    def _check_portrait(self, row):
        if row["portrait"] and not PORTRAIT.fullmatch(row["portrait"]):
            reason = _("leave this out and put the picture beside the file, as %(name)s")
            self._refuse("portrait", reason % {"name": f"{self.source.slug}.webp"})
        licences = list(dict(LICENCES))
        if row["portrait_licence"] not in ("", *licences):
            self._refuse("portrait_licence", _is_not_one_of(licences))

    def _crop(self, data) -> tuple[int, ...]:
        crop = self._thousandths(data, "portrait_crop", 4, "[left, top, width, height]")
        if crop:
            left, top, width, height = crop
            if not width or not height or left + width > WHOLE or top + height > WHOLE:
                self._refuse("portrait_crop", _("reaches outside the picture, or has no width or height"))
        return crop

    def _thousandths(self, data, key, num, names) -> tuple[int, ...]:
        values = data.get(key) or []
        good = isinstance(values, list) and len(values) in (0, num)
        if not good or not all(type(value) is int and 0 <= value <= WHOLE for value in values):
            reason = _("must be %(names)s: whole numbers from 0 to %(most)s, in thousandths of the picture")
            self._refuse(key, reason % {"names": names, "most": WHOLE})
        return tuple(values)

    def _card(self, data) -> dict:
        if (text := data.get("card")) is None:
            return {}
        if not isinstance(text, str):
            self._refuse("card", _("must be JSON in a block of its own, below `card: |`"))
        try:
            card, places = plain_json.settled(plain_json.parsed(text))
        except plain_json.BadJson as bad:
            self._refuse("card", str(bad))
        if places:
            reason = _("holds what cannot be stored, at %(place)s: a NUL or half a character")
            self._refuse("card", reason % {"place": places[0]})
        if not isinstance(card, dict) or not all(
            isinstance(card[key], CARD_KEYS.get(key, ())) for key in card
        ):
            self._refuse(
                "card", _("must be {…} with a {…} under “data” and “root” and a […] under “doubled”")
            )
        return card

    def _similar(self, data):
        rows = data.get("similar") or []
        if not isinstance(rows, list):
            self._refuse("similar", _("must be a list of `character:` and `reason:`"))
        for row in rows:
            if not isinstance(row, dict) or set(row) != {"character", "reason"}:
                self._refuse("similar", _("each entry has a `character:` and a `reason:` and nothing else"))
            slug, reason = row["character"], row["reason"]
            if not isinstance(slug, str) or not SLUG.fullmatch(slug) or slug == self.source.slug:
                self._refuse("similar", _("“%(slug)s” is not another character's slug") % {"slug": slug})
            if not isinstance(reason, str) or not 0 < len(reason) <= 300:
                reason = _("the reason for %(slug)s must be a sentence of up to 300 characters")
                self._refuse("similar", reason % {"slug": slug})
            yield SimilarContent(slug, reason)
        if len({row["character"] for row in rows}) != len(rows):
            self._refuse("similar", _("names a character twice"))
