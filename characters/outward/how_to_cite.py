"""How an edition is cited: a line in APA's style, BibTeX, and CSL-JSON for reference managers.

What is cited is the edition at its lasting address, which goes on saying what it said.
"""

import json
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.text import slugify

from characters.models import Edition
from web.languages import reverse_for_all

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
# What TeX would take for itself. Braces by name: BibTeX counts them, with a backslash before them or not.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{letter: f"\\{letter}" for letter in "&%$#_"},
    }
)
# Addresses stand as they are, but for what would end the field.
_IN_ADDRESSES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


@dataclass(frozen=True)
class HowToCite:
    """What there is to say of an edition. ``author`` is the site, which is what its editors publish as."""

    author: str
    title: str
    edition: int
    published_on: date
    address: str
    key: str
    language: str

    @property
    def apa_date(self) -> str:
        day = self.published_on
        return f"{day.year}, {MONTHS[day.month - 1]} {day.day}"

    @property
    def version(self) -> str:
        return f"Edition {self.edition}"

    @property
    def apa(self) -> str:
        """Without the italics of the title: see templates/characters/_cite.html."""
        author = self.author.rstrip(".")
        return f"{author}. ({self.apa_date}). {self.title} ({self.version}). {self.address}"

    @property
    def bibtex(self) -> str:
        day = self.published_on
        fields = {
            # A second pair of braces keeps a name whole, and capitals as they are.
            "author": f"{{{_tex(self.author)}}}",
            "title": f"{{{_tex(self.title)}}}",
            "year": str(day.year),
            "month": MONTHS[day.month - 1][:3].lower(),
            "day": str(day.day),
            "note": self.version,
            "url": self.address.translate(_IN_ADDRESSES),
        }
        lines = (
            f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}"
            for name, value in fields.items()
        )
        return f"@misc{{{self.key},\n" + ",\n".join(lines) + "\n}\n"

    @property
    def csl_json(self) -> str:
        day = self.published_on
        item = {
            "id": self.key,
            "type": "webpage",
            "title": self.title,
            "author": [{"literal": self.author}],
            "container-title": self.author,
            "issued": {"date-parts": [[day.year, day.month, day.day]]},
            "version": self.version,
            "language": self.language,
            "URL": self.address,
        }
        return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


# As a file: its ending, its kind, and which of the forms it holds.
FILES = {
    "bib": ("application/x-bibtex; charset=utf-8", "bibtex"),
    "json": ("application/vnd.citationstyles.csl+json; charset=utf-8", "csl_json"),
}


def _tex(text: str) -> str:
    return " ".join(text.split()).translate(_TEX)


def how_to_cite(edition: Edition, live_slug: str) -> HowToCite:
    """Of a published edition, at the address that its character's page has now; the same in every language."""
    path = reverse_for_all("characters:edition", args=[live_slug, edition.number])
    return HowToCite(
        author=settings.SITE_NAME,
        title=f"Talk with {edition.name}",
        edition=edition.number,
        published_on=edition.published_at.date(),
        address=settings.SITE_URL + path,
        key=f"{slugify(settings.SITE_NAME) or 'site'}-{live_slug}-{edition.number}",
        language=edition.language,
    )
