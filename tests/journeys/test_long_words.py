"""Words as long as German ones fit on a phone: nothing that is said widens the page."""

import pytest

from tests.journeys.places import address, page_of, wait_until_settled

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
both_sizes = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
# The last word of everything that is a heading, a label or something to press.
SAY_MORE = """() => {
  const words = ["Unterhaltungsverlauf", "Wiederherstellungsschlüssel", "Sicherheitsüberprüfung"];
  const all = document.querySelectorAll(
    "h1, h2, h3, button, label, legend, summary, option, th, dt, nav a, .label, .tool, .eyebrow a, .desk-pill");
  let place = 0;
  for (const each of all) for (const node of each.childNodes) {
    if (node.nodeType !== Node.TEXT_NODE || node.data.trim().length < 3) continue;
    if (each.closest(".material-symbols-outlined")) continue;
    node.data = node.data.replace(/\\S+(\\s*)$/, `${words[place++ % words.length]}$1`);
  }
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@both_sizes
@pytest.mark.parametrize(
    "name",
    [
        "home",
        "catalog-theme",
        "character",
        "not-found",
        "sign-in",
        "second-factor",
        "conversation",
        "conversations",
        "admin-form",
        "desk-review",
        "desk-graph",
    ],
)
def test_long_words_fit_on(name, size, doors, site, watch):
    if name == "not-found":
        watch.expect("404")
    wait_until_settled(site)
    page = page_of(doors, name, viewport=size, reduced_motion="reduce")
    page.goto(address(site, name))
    page.wait_for_load_state("networkidle")
    page.evaluate(SAY_MORE)
    assert page.evaluate(TOO_WIDE) <= 0
