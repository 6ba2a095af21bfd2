"""A text as it comes, in Chromium: what the page's own renderer shows is what the server's renders in the end."""

import re

import pytest

from chat.grounded import citing
from embedded import folder
from tests.journeys.streamed_texts import HOSTILE, TEXTS, WELL_MADE
from web.markdown import render

# Milliseconds.
LONG_TASK = 50
RUNS = 6
SHOWN = {
    "p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "h4", "h5", "h6", "a", "span",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
SCRIPTS = ("gettext.js", "marks.js", "blocks.js", "streamed.js")
# Blocks and the text in them, without what a browser does not show: spaces between blocks, and how links lead on.
SHAPE = """(root) => {
  const BLOCKS = new Set(["P", "UL", "OL", "LI", "BLOCKQUOTE", "PRE", "HR", "H4", "H5", "H6", "TABLE", "THEAD", "TBODY",
    "TR", "TH", "TD", "BR", "EM", "STRONG", "S", "CODE"]);
  const walk = (node) => [...node.childNodes].map((kid) => {
    if (kid.nodeType === Node.TEXT_NODE) return kid.data;
    const within = walk(kid);
    if (kid.matches("a:not(.citation)")) return `(${kid.getAttribute("href") ?? ""} ${within})`;
    return BLOCKS.has(kid.tagName) ? `<${kid.tagName}${kid.start > 1 ? kid.start : ""}>${within}</>` : within;
  }).join("");
  const normal = (text) => text.replace(/\\s+/g, " ").replace(/ ?(<\\/?[A-Z0-9]*>) ?/g, "$1");
  return normal(walk(root));
}"""
BEGIN = """() => {
  window.colloquy = Object.assign(window.colloquy ?? {}, { keepingPlace: (change) => change() });
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  return root;
}"""

HARM = """(text) => {
  const shown = window.colloquy.streamed(window.begin(), "");
  let longest = 0;
  const timed = (act) => {
    const start = performance.now();
    act();
    document.body.offsetHeight;
    longest = Math.max(longest, performance.now() - start);
  };
  for (let at = 0; at < text.length; at += 1000) timed(() => shown.put(text.slice(at, at + 1000)));
  timed(() => shown.end());
  const root = document.body.firstChild;
  return [longest, [...new Set([...root.querySelectorAll("*")].map((it) => it.localName))],
    [...root.querySelectorAll("[href]")].map((it) => new URL(it.getAttribute("href"), "https://example.org").protocol)];
}"""


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    page.set_content("<!doctype html><title>Texts</title><body>")
    for script in SCRIPTS:
        page.add_script_tag(path=folder.ROOT / "static/js" / script)
    page.evaluate(f"window.shapeOf = {SHAPE}; window.begin = {BEGIN}")
    yield page
    page.close()


def final_html(text):
    """As a thread shows it, each number standing for a passage."""
    order = list(dict.fromkeys(int(number) for number in re.findall(r"\[(\d{1,2})\]", text)))
    sources = [citing.Source(n, place, "A passage", "#a") for place, n in enumerate(order, 1)]
    return citing.linked(render(text), sources)


@pytest.mark.parametrize("name", TEXTS)
def test_what_streamed_is_what_stays(name, page):
    text = TEXTS[name]
    streamed, final = page.evaluate(
        """([text, html]) => {
          const shown = window.colloquy.streamed(window.begin(), "");
          for (const word of text.match(/[^]{1,5}/gu) ?? []) shown.put(word);
          shown.end();
          const streamed = window.shapeOf(document.body.firstChild);
          const final = document.createElement("div");
          final.innerHTML = html;
          return [streamed, window.shapeOf(final)];
        }""",
        [text, final_html(text)],
    )
    assert streamed == final


@pytest.mark.parametrize("name", WELL_MADE)
def test_half_a_text_looks_finished(name, page):
    """Every beginning shows words of the whole, in their order, and none of the marks around them."""
    text = TEXTS[name]
    found = page.evaluate(
        """([text, html]) => {
          const final = document.createElement("div");
          final.innerHTML = html;
          const words = (root) => root.textContent.replace(/\\s+/g, "");
          const whole = words(final), faults = [];
          const bySteps = window.colloquy.streamed(window.begin(), ""), root = document.body.firstChild;
          for (let end = 1; end <= text.length; end++) {
            bySteps.put(text[end - 1]);
            const fresh = document.createElement("div");
            window.colloquy.streamed(fresh, text.slice(0, end));
            const shown = words(root), shapes = [root, fresh].map(window.shapeOf);
            if (!whole.startsWith(shown)) faults.push([text.slice(0, end), shown]);
            if (shapes[0] !== shapes[1]) faults.push(shapes);
          }
          if (!words(root).length || whole.length - words(root).length > 4) faults.push([whole, words(root)]);
          return faults.slice(0, 3);
        }""",
        [text, final_html(text)],
    )
    assert found == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_stays_text(name, page):
    """And takes no long task, however it is made; the best of some runs, for the machine has other work too."""
    for _ in range(RUNS):
        longest, elements, schemes = page.evaluate(HARM, HOSTILE[name])
        if longest < LONG_TASK:
            break
    assert set(elements) <= SHOWN
    assert set(schemes) <= {"https:", "http:", "mailto:"}
    assert page.evaluate("window.harmed") is None
    assert longest < LONG_TASK
