"""How the tests are dealt out to several processes, each with servers of its own: ``pytest -n auto``."""

import os

# Whose tests share a running site, which takes long to start: all of one line in one process. Dealt out first.
TOGETHER = ("tests/journeys/test_desk_", "tests/journeys/test_every_page", "tests/journeys/", "tests/chat/")
# Not more than there is to share: the longest of those takes a quarter of the whole.
MOST = 4


def hands_out(config) -> bool:
    """Whether this process runs no test itself, but starts those that do."""
    return config.getoption("dist", "no") != "no" and not config.getoption("collectonly")


def is_dealt_to(config) -> bool:
    """Whether this is one of the processes that run what they are handed."""
    return hasattr(config, "workerinput")


def num_processes(config) -> int:
    """One for each processor and one more, since many tests wait; for a file or two, none but this."""
    named = [name for name in config.args if name.partition("::")[0].endswith(".py")]
    if len(named) == len(config.args) <= 2:
        return 0
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(processors + 1, MOST)


def in_the_order_of_dealing(items):
    """Those that take long to start first, so that the others fill up what the processes then have left."""
    return sorted(items, key=lambda item: _share(item.nodeid) not in TOGETHER)


def scheduler(config, log):
    """Deals out the tests file by file, and all files that share a site at once."""
    from xdist.scheduler import LoadScopeScheduling

    class Dealer(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return _share(nodeid)

    config.option.loadscopereorder = False
    return Dealer(config, log)


def _share(nodeid) -> str:
    file = nodeid.partition("::")[0]
    return next((beginning for beginning in TOGETHER if file.startswith(beginning)), file)
