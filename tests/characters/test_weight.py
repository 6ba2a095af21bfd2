"""What the first view of a page takes over the wire, compressed and without its pictures."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.staticfiles import finders

from characters import publishing
from characters.content_files import read_file
from characters.editions import write_draft

# Bytes.
ALL, SCRIPTS = 80_000, 35_000
LINKED = re.compile(r'<(?:script[^>]* src|link rel="stylesheet"[^>]* href)="/static/([^"?]+)')


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


@pytest.mark.django_db
def test_the_first_view_of_any_page_is_light(client):
    longest = max((site.BASE_DIR / "content/characters").glob("*.md"), key=lambda path: path.stat().st_size)
    content = read_file(longest)
    publishing.publish(write_draft(content))
    for path in ("/", "/characters/", f"/characters/{content.slug}/", "/accounts/login/", "/nothing/"):
        response = client.get(path)
        files = [finders.find(name) for name in LINKED.findall(response.content.decode())]
        assert len(files) >= 3
        sizes = {name: packed(Path(name).read_bytes()) for name in files}
        scripts = sum(size for name, size in sizes.items() if name.endswith(".js"))
        assert scripts <= SCRIPTS, (path, sizes)
        assert packed(response.content) + sum(sizes.values()) <= ALL, (path, sizes)
