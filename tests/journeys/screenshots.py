"""`make screenshots`: every page, on a phone and a desk, by day and by night, into var/screenshots.

Names of places may follow, to take only those.
"""

import os
import sys

from tqdm import tqdm

from embedded import folder
from tests.journeys.browsing import Doors, chromium
from tests.journeys.opening import SETTINGS, open_for_visitors
from tests.journeys.places import PLACES, address, page_of, wait_until_settled
from tests.processes import site_of_processes

WIDTHS = {390: 844, 1280: 800}
SCHEMES = ("light", "dark")
# Also those further down, which a browser leaves for later.
ALL_PICTURES = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => null);
}))"""


def main(names):
    pictures = folder.var_folder(os.environ) / "screenshots"
    pictures.mkdir(parents=True, exist_ok=True)
    with site_of_processes(**SETTINGS) as site, chromium() as browser:
        open_for_visitors(site, "--whole-catalog")
        wait_until_settled(site)
        doors = Doors(browser, site, site.told)
        for name in tqdm(names or PLACES, unit=" pages", disable=not sys.stderr.isatty()):
            for width, height in WIDTHS.items():
                take(doors, site, name, {"width": width, "height": height}, pictures)
    print(pictures)


def take(doors, site, name, size, pictures):
    page = page_of(doors, name, viewport=size, reduced_motion="reduce")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        # An address with a fragment would otherwise be the page that is there already.
        page.goto("about:blank")
        page.goto(address(site, name))
        page.evaluate(ALL_PICTURES)
        page.screenshot(path=pictures / f"{name}-{size['width']}-{scheme}.png", full_page=True)
    page.context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
