"""What schema.org and the search engines that read it ask of the structured data on our pages."""

import json
import re
from datetime import date, datetime

# By type: its properties with the types that schema.org expects of each, and those without which it is of no use.
# From https://schema.org/version/latest and the structured-data guides of the large search engines.
TEXT, URL, DATE, DATETIME, INTEGER = "Text", "URL", "Date", "DateTime", "Integer"
THING = {
    "name": {TEXT},
    "description": {TEXT},
    "url": {URL},
    "image": {URL, "ImageObject"},
    "alternateName": {TEXT},
}
WORK = THING | {
    "inLanguage": {TEXT},
    "isPartOf": {"WebSite", URL},
    "publisher": {"Organization"},
    "dateModified": {DATE, DATETIME},
    "datePublished": {DATE, DATETIME},
    "citation": {TEXT},
    "about": {"Person"},
    "text": {TEXT},
}
PAGE = WORK | {
    "mainEntity": {"Person", "Question"},
    "breadcrumb": {"BreadcrumbList"},
    "lastReviewed": {DATE},
    "primaryImageOfPage": {"ImageObject"},
}
PERSON = THING | {
    "birthDate": {DATE},
    "deathDate": {DATE},
    "birthPlace": {"Place"},
    "knowsAbout": {TEXT},
}
TYPES = {
    "ProfilePage": (PAGE, {"mainEntity", "name", "url"}),
    "FAQPage": (PAGE, {"mainEntity"}),
    "Person": (PERSON, {"name", "url"}),
    "BreadcrumbList": (THING | {"itemListElement": {"ListItem"}}, {"itemListElement"}),
    "ListItem": (THING | {"position": {INTEGER}, "item": {URL}}, {"position", "name", "item"}),
    "Question": (WORK | {"acceptedAnswer": {"Answer"}}, {"name", "acceptedAnswer"}),
    "Answer": (WORK, {"text"}),
    "WebSite": (WORK, {"name", "url"}),
    "Organization": (THING, {"name"}),
    "Place": (THING, {"name"}),
    "ImageObject": (THING | {"width": {INTEGER}, "height": {INTEGER}}, {"url"}),
}
_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_YEAR = re.compile(r"-?\d{4}")


def blocks_of(html: str) -> list[dict]:
    return [json.loads(block) for block in _BLOCK.findall(html)]


def complaints(block: dict) -> list[str]:
    """What a validator would say against a block of structured data, a line each."""
    if block.get("@context") != "https://schema.org":
        return ["the context is not schema.org"]
    nodes = block.get("@graph", [block])
    by_id = {node["@id"]: node for node in nodes if "@id" in node}
    found = [] if len(by_id) == sum("@id" in node for node in nodes) else ["an @id stands twice"]
    for node in nodes:
        found += _of_node(node, by_id)
    return found


def _of_node(node, by_id):
    kind = node.get("@type")
    if kind not in TYPES:
        yield f"no type that we know: {kind}"
        return
    properties, needed = TYPES[kind]
    for name in needed - node.keys():
        yield f"{kind} has no {name}"
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in properties:
            yield f"{kind} has no property {name}"
            continue
        for each in value if isinstance(value, list) else [value]:
            yield from _of_value(f"{kind}.{name}", each, properties[name], by_id)
    if kind == "BreadcrumbList":
        positions = [item.get("position") for item in node.get("itemListElement", [])]
        if positions != list(range(1, len(positions) + 1)):
            yield f"{kind} counts {positions}"


def _of_value(place, value, expected, by_id):
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            if value["@id"] not in by_id:
                yield f"{place} refers to {value['@id']}, which is not there"
                return
            value = by_id[value["@id"]]
            kinds = {value.get("@type")}
        else:
            yield from _of_node(value, by_id)
            kinds = {value.get("@type")}
    else:
        kinds = _kinds(value)
    if not kinds & expected:
        yield f"{place} is {value!r}, and not {' or '.join(sorted(expected))}"


def _kinds(value) -> set[str]:
    if isinstance(value, bool) or value is None or value == "":
        return set()
    if isinstance(value, int):
        return {INTEGER}
    if not isinstance(value, str):
        return set()
    kinds = {TEXT}
    if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value):
        kinds.add(URL)
    if _YEAR.fullmatch(value) or _reads(date.fromisoformat, value):
        kinds.add(DATE)
    if "T" in value and _reads(datetime.fromisoformat, value):
        kinds.add(DATETIME)
    return kinds


def _reads(how, value) -> bool:
    try:
        how(value)
    except ValueError:
        return False
    return True
