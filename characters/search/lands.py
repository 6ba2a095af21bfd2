"""The country of today in which a place lies, as far as the words that editors wrote say so."""

import re
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_NOW = re.compile(r"\(\s*(?:now|today)\s+([^()]+)\)", re.IGNORECASE)
# As editors write them. England, Scotland and Wales stand for themselves: nobody looks for Newton under a kingdom.
LANDS = re.split(
    r",\s+",
    """
    Afghanistan, Albania, Algeria, Andorra, Angola, Argentina, Armenia, Australia, Austria, Azerbaijan, Bahamas,
    Bahrain, Bangladesh, Barbados, Belarus, Belgium, Belize, Benin, Bhutan, Bolivia, Bosnia and Herzegovina, Botswana,
    Brazil, Brunei, Bulgaria, Burkina Faso, Burundi, Cambodia, Cameroon, Canada, Cape Verde, Central African Republic,
    Chad, Chile, China, Colombia, Comoros, Congo, Costa Rica, Croatia, Cuba, Cyprus, Czech Republic, Denmark, Djibouti,
    Dominica, Dominican Republic, East Timor, Ecuador, Egypt, El Salvador, England, Equatorial Guinea, Eritrea, Estonia,
    Eswatini, Ethiopia, Fiji, Finland, France, Gabon, Gambia, Georgia, Germany, Ghana, Greece, Grenada, Guatemala,
    Guinea, Guinea-Bissau, Guyana, Haiti, Honduras, Hungary, Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel,
    Italy, Ivory Coast, Jamaica, Japan, Jordan, Kazakhstan, Kenya, Kuwait, Kyrgyzstan, Laos, Latvia, Lebanon, Lesotho,
    Liberia, Libya, Liechtenstein, Lithuania, Luxembourg, Madagascar, Malawi, Malaysia, Maldives, Mali, Malta,
    Martinique, Mauritania, Mauritius, Mexico, Moldova, Monaco, Mongolia, Montenegro, Morocco, Mozambique, Myanmar,
    Namibia, Nepal, Netherlands, New Zealand, Nicaragua, Niger, Nigeria, North Korea, North Macedonia, Norway, Oman,
    Pakistan, Palestine, Panama, Papua New Guinea, Paraguay, Peru, Philippines, Poland, Portugal, Puerto Rico, Qatar,
    Romania, Russia, Rwanda, Samoa, Saudi Arabia, Scotland, Senegal, Serbia, Sierra Leone, Singapore, Slovakia,
    Slovenia, Somalia, South Africa, South Korea, South Sudan, Spain, Sri Lanka, Sudan, Suriname, Sweden, Switzerland,
    Syria, Taiwan, Tajikistan, Tanzania, Thailand, Togo, Tonga, Trinidad and Tobago, Tunisia, Turkey, Turkmenistan,
    Uganda, Ukraine, United Arab Emirates, United Kingdom, United States, Uruguay, Uzbekistan, Vanuatu, Vatican City,
    Venezuela, Vietnam, Wales, Yemen, Zambia, Zimbabwe
    """.strip(),
)
_LAND = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, LANDS), key=len, reverse=True)) + r")$", re.IGNORECASE
)
_AS_WRITTEN = {name.casefold(): name for name in LANDS} | {
    "usa": "United States",
    "united states of america": "United States",
}
MAX_LAND = 80


def land_of(place: str) -> str:
    """“Trier, Kingdom of Prussia (now Germany)” as “Germany”, “Alexandria, Roman Egypt” as “Egypt”.

    Where no country of today is named, the last part of the place: “Roman Empire”. Nothing for no place.
    """
    now = _NOW.search(place)
    parts = [part.strip() for part in (now[1] if now else place).split(",") if part.strip()]
    for part in reversed(parts):
        if (name := part.casefold()) in _AS_WRITTEN:
            return _AS_WRITTEN[name]
        if found := _LAND.search(part):
            return _AS_WRITTEN[found[1].casefold()]
    return parts[-1][:MAX_LAND] if parts else ""


# --- What they are called -------------------------------------------------------------------------------

# What Unicode's list of countries calls otherwise in English. Beside these there are lands that it does not have.
_CODES = {
    "Bosnia and Herzegovina": "BA",
    "Czech Republic": "CZ",
    "East Timor": "TL",
    "Myanmar": "MM",
    "Trinidad and Tobago": "TT",
    "Turkey": "TR",
}


def land_name(land: str) -> str:
    """In the language of the page; what is no country of today stays as editors wrote it."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE:
        return land
    return _own_names().get(land) or _names(language).get(land, land)


def _own_names() -> dict[str, str]:
    return {
        "Congo": _("Congo"),
        "England": _("England"),
        "Ivory Coast": _("Ivory Coast"),
        "Palestine": _("Palestine"),
        "Scotland": _("Scotland"),
        "Wales": _("Wales"),
    }


@cache
def _names(language: str) -> dict[str, str]:
    """By their English names, as Unicode's Common Locale Data Repository has them."""
    english, theirs = (Locale.parse(each, sep="-").territories for each in ("en", language))
    codes = {name: code for code, name in english.items() if code.isalpha()} | _CODES
    return {land: theirs[codes[land]] for land in LANDS if land in codes}
