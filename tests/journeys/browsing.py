"""A real Chromium, and how people come to the site in it."""

import os
from contextlib import contextmanager
from itertools import count

from playwright.sync_api import sync_playwright

from embedded import folder

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing leaves this machine, not even by mistake.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# A limit, not a wait: what is not there after it is a failure, also on a busy machine.
SECONDS = 25


@contextmanager
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program(), args=ARGUMENTS)
        yield browser
        browser.close()


def _program() -> str:
    """The Chromium that the environment names, or that `make test` found."""
    found = folder.var_folder(os.environ) / "chromium"
    return os.environ.get("CHROMIUM") or (
        found.read_text().strip() if found.exists() else "/usr/bin/chromium"
    )


class Doors:
    """Opens the site for people: each ``come`` is a browser of its own, watched if a Watch is given."""

    def __init__(self, browser, site, told, watch=None):
        self._browser, self._site, self._told, self._watch = browser, site, told, watch
        self._contexts = []

    def come(self, *, session="", **options):
        """A page at the front door, of a visitor or of who owns the session."""
        context = self._browser.new_context(base_url=self._site.url, **options)
        self._contexts.append(context)
        context.set_default_timeout(SECONDS * 1000)
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": self._site.url}])
        if self._watch:
            self._watch.over(context)
        return context.new_page()

    def new_reader(self, **options):
        """Somebody signed in who has never talked."""
        return self.come(session=self._told["sessions"][next(_next_reader)], **options)

    def settled(self, **options):
        """Somebody who has conversations: ``told["settled"]["conversations"]``."""
        return self.come(session=self._told["settled"]["session"], **options)

    def editor(self, **options):
        return self.come(session=self._told["editor"]["session"], **options)

    def writer(self, **options):
        return self.come(session=self._told["writer"]["session"], **options)

    def payer(self, **options):
        """An editor who may see what replies cost."""
        return self.come(session=self._told["payer"]["session"], **options)

    def close(self):
        for context in self._contexts:
            context.close()


_next_reader = count()
