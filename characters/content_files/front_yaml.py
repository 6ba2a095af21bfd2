"""YAML for people: no aliases, no depths, no key twice, nothing that a text cannot hold."""

from dataclasses import dataclass

import yaml
from django.utils.translation import gettext as _

from engines.text import clean

# In C where it is built in: a large card is read fifty times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 8


@dataclass
class BadYaml(Exception):
    """``line`` counts from 1 in the text that was given."""

    line: int
    field: str
    reason: str


def mapping(text: str):
    """The value of a YAML text.

    :raises BadYaml: when it is none, or when it says something that cannot be seen when it is read.
    """
    try:
        _check_events(text)
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
            _check_keys(node)
            return loader.construct_document(node) if node else None
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or _("is not YAML")
        raise BadYaml(mark.line + 1 if mark else 1, _("front matter"), problem) from error
    except (ValueError, OverflowError) as error:
        raise BadYaml(1, _("front matter"), str(error)) from error


def _check_events(text):
    """An alias makes little text into much, and depth ends in the parser's own stack: so before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadYaml(line, _("front matter"), _("may not use & and *: write it out"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent) and clean(event.value) != event.value:
            raise BadYaml(line, _("front matter"), _("holds a control character"))
        if depth > MAX_DEPTH:
            raise BadYaml(
                line, _("front matter"), _("is nested deeper than %(number)s levels") % {"number": MAX_DEPTH}
            )


def _check_keys(node):
    if not isinstance(node, yaml.MappingNode):
        return
    seen = set()
    for key, _value in node.value:
        if key.value in seen and isinstance(key.value, str):
            raise BadYaml(key.start_mark.line + 1, key.value[:40], _("stands twice"))
        seen.add(str(key.value))
