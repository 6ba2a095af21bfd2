"""Draw a struck medal as SVG for who has no portrait: initials, a legend, a rim in the taste of the era."""

import re
from functools import lru_cache
from hashlib import sha256
from math import cos, pi, sin
from xml.sax.saxutils import escape

from characters.eras import Era

# Part of the picture's address: count it up when the drawing changes, and no browser keeps the old one.
DRAWING = 1
SIZE = 200
MIDDLE = SIZE / 2
RIM = (64.0, 76.0)  # the inner and outer radius of the ornament
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def address_key(edition) -> str:
    """What stands behind the address of a medal, so that a kept one is never an old one."""
    return f"{DRAWING}.{edition.number}"


def initials(name: str) -> str:
    """“Leon Trotsky” as LT, “Leonardo da Vinci” as LV, “Confucius” as C."""
    words = re.findall(r"[^\W\d_]\S*", name)
    words = [word for word in words if word[0].isupper()] or words
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@lru_cache(maxsize=2_000)
def drawn(name: str, era: str = "", years: str = "") -> str:
    """The SVG of a medal, the same for the same words. It takes its colours from the reader's theme."""
    name, years = _UNPRINTABLE.sub("", name), _UNPRINTABLE.sub("", years)
    seed = sha256(name.encode()).digest()
    hue, rim = _STYLES.get(era, (36, _beads))
    hue = (hue + seed[0] % 17 - 8) % 360
    parts = (
        f'<circle class="g" cx="{MIDDLE:g}" cy="{MIDDLE:g}" r="99"/>',
        _ring(97.2, 1.2),
        *(_ring(radius, 0.5) for radius in (94.6, RIM[1] + 2, RIM[0] - 2)),
        rim(seed),
        _rosette(seed),
        _legend(name, years),
        _middle(initials(name)),
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}">'
        f"<style>{_STYLE.replace('HUE', str(hue))}</style>{''.join(parts)}</svg>"
    )


_STYLE = (
    ".g{fill:hsl(HUE 34% 25%)}"
    ".l{fill:none;stroke:hsl(HUE 42% 84%);stroke-linecap:round;stroke-linejoin:round}"
    ".f{fill:hsl(HUE 42% 84%)}"
    ".t{fill:hsl(HUE 52% 92%);text-anchor:middle;"
    "font-family:'Iowan Old Style','Palatino Linotype',Palatino,P052,'URW Palladio L',Georgia,serif}"
    "@media(prefers-color-scheme:dark){.g{fill:hsl(HUE 30% 21%)}.l{stroke:hsl(HUE 34% 74%)}"
    ".f{fill:hsl(HUE 34% 74%)}.t{fill:hsl(HUE 40% 86%)}}"
)


def _at(radius: float, turn: float) -> str:
    """The point that far from the middle after that part of a turn, clockwise from the top."""
    angle = 2 * pi * turn - pi / 2
    return f"{MIDDLE + radius * cos(angle):.1f} {MIDDLE + radius * sin(angle):.1f}"


def _points(points) -> str:
    return "M" + "L".join(_at(radius, turn) for radius, turn in points)


def _path(points, width: float, *, closed: bool = False, butt: bool = False) -> str:
    """A line through points of (radius, part of a turn)."""
    cap = ' stroke-linecap="butt"' if butt else ""
    return f'<path class="l" stroke-width="{width:g}"{cap} d="{_points(points)}{"Z" if closed else ""}"/>'


def _ring(radius: float, width: float) -> str:
    return f'<circle class="l" cx="{MIDDLE:g}" cy="{MIDDLE:g}" r="{radius:g}" stroke-width="{width:g}"/>'


def _dot(radius: float, turn: float, size: float) -> str:
    x, y = _at(radius, turn).split()
    return f'<circle class="f" cx="{x}" cy="{y}" r="{size:g}"/>'


def _round(name: str, drawing: str, turns, *, opacity: float = 1) -> str:
    """The same drawing again and again, turned about the middle: drawn once, so that the file stays small."""
    turned = (f'<use href="#{name}" transform="rotate({360 * turn:.2f} 100 100)"/>' for turn in turns if turn)
    return f'<g opacity="{opacity:g}"><g id="{name}">{drawing}</g>{"".join(turned)}</g>'


def _times(num: int):
    return (n / num for n in range(num))


def _wave(middle: float, height: float, waves: int):
    steps = waves * 10
    return [(middle + height * cos(2 * pi * step / 10), step / steps) for step in range(steps)]


# --- Rims, one for each era. Each takes the seed's bytes: no two names have quite the same. ----------------


def _meander(seed):
    """Antiquity: a Greek key."""
    num = 16 + seed[1] % 5 * 2
    inner, outer = RIM
    key = ((0, 0), (0, 1), (0.78, 1), (0.78, 0.3), (0.36, 0.3), (0.36, 0.62), (0.54, 0.62))
    unit = _path([(inner + v * (outer - inner), u / num) for u, v in key], 1.1)
    foot = _path([(inner, n / num / 2) for n in range(3)], 1.1)
    return _round("r", unit + foot, _times(num))


def _tracery(seed):
    """The Middle Ages: arches that cross, as in a window."""
    num = 14 + seed[1] % 4 * 2
    inner, outer = RIM
    arch = [(inner + (outer - inner) * sin(pi * s / 10) ** 0.7, 2 * s / 10 / num) for s in range(11)]
    return _round("r", _path(arch, 0.9) + _dot(inner + 3.2, 1 / num, 1.1), _times(num))


def _braid(seed):
    """The 15th and 16th centuries: two bands that interlace, with a pearl in every eye."""
    num = 12 + seed[1] % 5
    middle, height = sum(RIM) / 2, (RIM[1] - RIM[0]) / 2 - 0.5
    band = "".join(_path(_wave(middle, height - inset, num), 0.8, closed=True) for inset in (0, 2.2))
    return _round("r", band, (0, 0.5 / num)) + _round("p", _dot(middle, 0, 1), _times(2 * num))


def _instrument(seed):
    """The 17th and 18th centuries: the graduated limb of an instrument, and rays."""
    inner, outer = RIM
    num, rays = 12 + seed[1] % 4 * 2, 24 + seed[2] % 3 * 6
    ticks = [_path([(outer, n / num / 6), (outer - (3 if n else 6), n / num / 6)], 0.7) for n in range(6)]
    star = [(inner + (0.4 if n % 2 else 5), n / (2 * rays)) for n in range(2 * rays)]
    return _round("r", "".join(ticks), _times(num)) + _path(star, 0.7, closed=True)


def _guilloche(seed):
    """The 19th century: the engine-turned lines of a banknote."""
    num = 18 + seed[1] % 7
    middle, height = sum(RIM) / 2, (RIM[1] - RIM[0]) / 2
    line = _path(_wave(middle, height, num), 0.55, closed=True)
    return _round("r", line, (phase / 5 / num for phase in range(5)))


def _segments(seed):
    """The 20th century: bars in three lengths, set by the name and repeated like a motif."""
    inner, outer = RIM
    bars = [
        _path([(outer, n / 36), (inner + (seed[n + 6] % 3) * 3.6, n / 36)], 2.1, butt=True) for n in range(9)
    ]
    return _round("r", "".join(bars), _times(4))


def _beads(seed):
    """No era known: a beaded edge."""
    return _round("r", _dot(sum(RIM) / 2, 0, 2.2), _times(44 + seed[1] % 8))


_STYLES = {
    Era.ANTIQUITY: (16, _meander),
    Era.MIDDLE_AGES: (222, _tracery),
    Era.CENTURIES_15_16: (150, _braid),
    Era.CENTURIES_17_18: (42, _instrument),
    Era.CENTURY_19: (338, _guilloche),
    Era.CENTURY_20: (196, _segments),
}


# --- What stands inside ---------------------------------------------------------------------------------


def _rosette(seed):
    """Fine lines behind the initials, whose petals are the name's."""
    petals, turns = 5 + seed[3] % 8, 4 + seed[4] % 3
    line = _path(_wave(47.5, 10 + seed[5] % 4, petals), 0.4, closed=True)
    return _round("o", line, (turn / turns / petals for turn in range(turns)), opacity=0.45)


def _legend(name: str, years: str) -> str:
    """The name over the top and the years at the foot, as round a coin."""
    size = min(12.5, 310 / max(len(name), 1))
    above = f"M{_at(81.7, 0.52)}A81.7 81.7 0 1 1 {_at(81.7, 0.48)}"
    below = f"M{_at(90.3, 0.72)}A90.3 90.3 0 0 0 {_at(90.3, 0.28)}"
    words = (
        f'<path id="a" fill="none" d="{above}"/><path id="b" fill="none" d="{below}"/>'
        f'<text class="t" font-size="{size:.1f}" letter-spacing="{size * 0.14:.1f}">'
        f'<textPath href="#a" startOffset="50%">{escape(name.upper())}</textPath></text>'
    )
    if years:
        words += (
            '<text class="t" font-size="11" letter-spacing="1.2">'
            f'<textPath href="#b" startOffset="50%">{escape(years.upper())}</textPath></text>'
        )
    return words


def _middle(letters: str) -> str:
    return (
        f'<text class="t" x="{MIDDLE:g}" y="{MIDDLE + 18:g}" font-size="{56 if len(letters) < 2 else 50}"'
        f' letter-spacing="1">{escape(letters)}</text>'
    )
