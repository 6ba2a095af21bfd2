"""What holds on every page: axe finds nothing serious, nothing is wider than a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.places import PLACES, address, page_of, wait_until_settled

WIDTHS, NARROWEST = (1280, 390), 360
SCHEMES = ("light", "dark")
SERIOUS = ("serious", "critical")
# What sticks out of the window, if the page can be pushed sideways.
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((it) => it.getBoundingClientRect().right > width + 1).map((it) => it.outerHTML.slice(0, 120));
}"""


@pytest.fixture(scope="module")
def axe():
    return Axe()


def serious(axe, page):
    """What axe finds, in words."""
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for rule in found if rule["impact"] in SERIOUS for node in rule["nodes"]
    ]  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_nobody_is_kept_out_of(name, doors, site, watch, axe):
    if name in ("not-found", "no-such-character", "shared-preview-gone", "shared-gone"):
        watch.expect("404")
    wait_until_settled(site)
    page = page_of(doors, name, reduced_motion="reduce")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.goto(address(site, name))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert serious(axe, page) == [], (scheme, width)
    page.set_viewport_size({"width": NARROWEST, "height": 740})
    assert page.evaluate(TOO_WIDE) == []
