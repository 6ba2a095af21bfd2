"""Draw somebody who sits for a portrait."""

import io

from PIL import Image, ImageDraw


def sitter(size=(900, 1200)) -> bytes:
    """A head before a curtain, a little to the left."""
    image = Image.new("RGB", size, "#5b2a26")
    draw = ImageDraw.Draw(image)
    for x in range(0, size[0], 90):
        draw.rectangle((x, 0, x + 30, size[1]), fill="#4b211e")
    draw.ellipse((180, 560, 720, 1500), fill="#23303b")
    draw.ellipse((280, 200, 580, 600), fill="#e8c9a8")
    draw.pieslice((260, 160, 600, 520), 180, 360, fill="#3a2a1e")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()
