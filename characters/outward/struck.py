"""A character's medal in pixels: what the drawing says as SVG, for those who show no SVG."""

import colorsys
import re
from math import cos, radians, sin
from xml.etree import ElementTree

from PIL import Image, ImageDraw

from characters.medallions import MIDDLE, SIZE, drawn
from characters.outward import lettering

# Drawn so many times as large, then made smaller: Pillow's lines have no soft edges of their own.
FINER = 3
_HUE = re.compile(r"hsl\((\d+) ")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_TURN = re.compile(r"rotate\((-?[\d.]+)")
# The radii of the legend's two lines, as characters.medallions has them.
ABOVE, BELOW = 81.7, 90.3


def medal(name: str, era: str, years: str, side: int) -> Image.Image:
    """A square picture of a round medal, with nothing around it, so many pixels wide."""
    root = ElementTree.fromstring(drawn(name, era, years))
    drawing = _Drawing(root, side * FINER)
    drawing.draw(root)
    return drawing.image.resize((side, side), Image.Resampling.LANCZOS)


class _Drawing:
    """Understands of SVG what a medal needs: circles, lines, and groups that are turned about the middle."""

    def __init__(self, root, side: int):
        self.scale = side / SIZE
        hue = int(_HUE.search(root.findtext("{*}style"))[1]) / 360
        self.ground, self.line, self.letters = (
            _colour(hue, *it) for it in ((0.34, 0.25), (0.42, 0.84), (0.52, 0.92))
        )
        self.image = Image.new("RGBA", (side, side), (*self.ground, 0))
        self.pen = ImageDraw.Draw(self.image)

    def draw(self, parent, turn: float = 0, faint: float = 1):
        groups = {each.get("id"): each for each in parent if each.get("id")}
        for each in parent:
            tag = each.tag.rpartition("}")[2]
            if tag == "g":
                self.draw(each, turn, faint * float(each.get("opacity", 1)))
            elif tag == "use":
                turned = float(_TURN.search(each.get("transform"))[1])
                self.draw(groups[each.get("href")[1:]], turn + turned, faint)
            elif tag in ("circle", "path", "text"):
                getattr(self, f"_{tag}")(each, turn, faint)

    def _circle(self, each, turn, faint):
        x, y = self._turned(float(each.get("cx")), float(each.get("cy")), turn)
        radius = float(each.get("r")) * self.scale
        box = (x - radius, y - radius, x + radius, y + radius)
        if each.get("class") == "l":
            self.pen.ellipse(box, outline=self._mixed(faint), width=self._width(each))
        else:
            self.pen.ellipse(box, fill=self.ground if each.get("class") == "g" else self._mixed(faint))

    def _path(self, each, turn, faint):
        if each.get("class") != "l":
            return
        numbers = [float(number) for number in _NUMBER.findall(each.get("d"))]
        points = [self._turned(x, y, turn) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if each.get("d").endswith("Z"):
            points += points[:2]
        self.pen.line(points, fill=self._mixed(faint), width=self._width(each), joint="curve")

    def _text(self, each, turn, faint):
        size = round(float(each.get("font-size")) * self.scale)
        if (along := each.find("{*}textPath")) is None:
            at = (MIDDLE * self.scale, float(each.get("y")) * self.scale)
            letters = lettering.showable(each.text or "")
            self.pen.text(at, letters, font=lettering.face(size), fill=self.letters, anchor="ms")
            return
        is_above = along.get("href") == "#a"
        lettering.round_about(
            self.image, lettering.showable(along.text or ""), middle=MIDDLE * self.scale,
            radius=(ABOVE if is_above else BELOW) * self.scale, size=size,
            spacing=float(each.get("letter-spacing")) * self.scale, colour=self.letters, is_above=is_above,
        )  # fmt: skip

    def _turned(self, x, y, turn) -> tuple[float, float]:
        a, x, y = radians(turn), x - MIDDLE, y - MIDDLE
        turned = x * cos(a) - y * sin(a), x * sin(a) + y * cos(a)
        return tuple((each + MIDDLE) * self.scale for each in turned)

    def _width(self, each) -> int:
        return max(1, round(float(each.get("stroke-width")) * self.scale))

    def _mixed(self, faint) -> tuple[int, ...]:
        return tuple(
            round(line * faint + ground * (1 - faint))
            for line, ground in zip(self.line, self.ground, strict=True)
        )


def _colour(hue, saturation, lightness) -> tuple[int, ...]:
    return tuple(round(part * 255) for part in colorsys.hls_to_rgb(hue, lightness, saturation))
