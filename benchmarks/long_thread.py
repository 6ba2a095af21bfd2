"""What a browser does while words come at 300 pieces a second, under a thread of few messages and of many.

    .venv/bin/python benchmarks/long_thread.py [--messages 2,500,2000] [--width 1280]

A real Chromium on the site's own processes, on loopback in a temporary folder. Prints a table in Markdown.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "platform")]

from playwright.sync_api import expect  # noqa: E402
from tables import median, number, percentile, table  # noqa: E402

from tests.journeys.browsing import Doors, chromium  # noqa: E402
from tests.journeys.long_thread import go_on_for_long  # noqa: E402
from tests.journeys.opening import SETTINGS, open_for_visitors  # noqa: E402
from tests.journeys.talking import begin, last_reply, reply_id, wait_for_words, wait_until_whole  # noqa: E402
from tests.processes import site_of_processes  # noqa: E402

LONG_TASK = 50  # milliseconds: the most that a task may take, by the goal
MINUTES = 3
CATEGORIES = ["toplevel", "__metadata"]
# In the page: to find something in a large one takes a browser's driver seconds, which are not the page's.
LOAD = """() => new Promise((resolve) => {
  const thread = document.getElementById("thread"), num = thread.childElementCount, began = performance.now();
  document.querySelector(".chat-earlier a").click();
  const look = () => {
    if (thread.childElementCount > num) resolve(performance.now() - began);
    else requestAnimationFrame(look);
  };
  look();
})"""


@dataclass
class Measured:
    """Milliseconds of processor time of each task of the page, and seconds that each part of the past took to load."""

    num_messages: int
    tasks: list[float]
    loads: list[float]


def measured(doors, browser, site, num_messages, size) -> Measured:
    page = doors.new_reader(**size)
    page.set_default_timeout(MINUTES * 60_000)
    begin(page, "mark-marked", "Hello")
    wait_for_words(page, 20)
    page.get_by_role("button", name="Stop").click()
    expect(last_reply(page)).to_contain_text("Stopped")
    if num_messages > 2:
        go_on_for_long(site, reply_id(page), num=num_messages - 2)
        page.reload()
    loads = list(all_of_the_past(page))
    page.locator("#composer-text").fill("And then?")
    page.locator("#composer-text").press("Enter")
    wait_for_words(page, 20)
    browser.start_tracing(page=page, categories=CATEGORIES)
    wait_until_whole(page, 90)
    tasks = tasks_of(browser.stop_tracing())
    page.context.close()
    return Measured(num_messages, tasks, loads)


def all_of_the_past(page):
    """Press "Earlier" until the first message is there; how many seconds until each part stood on the page."""
    while page.locator(".chat-earlier").count():
        yield page.evaluate(LOAD) / 1000


def tasks_of(trace) -> list[float]:
    events = json.loads(trace)["traceEvents"]
    main = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    return [
        event["tdur"] / 1000
        for event in events
        if re.search("RunTask$", event["name"]) and "tdur" in event and (event["pid"], event["tid"]) in main
    ]


def row(each: Measured):
    long = [task for task in each.tasks if task > LONG_TASK]
    return [
        f"{each.num_messages:,}",
        number(max(each.tasks)),
        len(long),
        number(percentile(each.tasks, 99)),
        number(sum(each.tasks)),
        f"{median(each.loads) * 1000:,.0f}" if each.loads else "",
        f"{max(each.loads) * 1000:,.0f}" if each.loads else "",
    ]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", default="2,500,2000")
    parser.add_argument("--width", type=int, default=1280)
    asked = parser.parse_args()
    expect.set_options(timeout=MINUTES * 60_000)
    size = {"viewport": {"width": asked.width, "height": 800}}
    heads = ["messages", "longest task, ms", f"over {LONG_TASK} ms", "p99", "all tasks, ms"]
    heads += ["100 earlier messages, ms p50", "most"]
    with site_of_processes(**SETTINGS) as site, chromium() as browser:
        open_for_visitors(site)
        doors = Doors(browser, site, site.told)
        rows = [row(measured(doors, browser, site, int(num), size)) for num in asked.messages.split(",")]
    print(table(heads, rows))


if __name__ == "__main__":
    main()
