"""Fill the site and open its doors."""

import json

# A pace at which one can watch a reply grow.
SETTINGS = {
    "CURATED_WORDS_PER_SECOND": "25",
    "MESSAGES_PER_HOUR": "1000",
    "WORKER_CONCURRENCY": "8",
    # What an editor publishes is looked at within the second for which visitors may be shown what was.
    "KEPT_PAGES_SECONDS": "0",
}


def open_for_visitors(site, *options):
    """Fill the site and start it; ``site.told`` is what inhabitants.py, given these options, tells."""
    site.told = json.loads(site.run("-m", "tests.journeys.inhabitants", *options).splitlines()[-1])
    site.start("web", "worker", "sweeper")
