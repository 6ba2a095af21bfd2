"""Write a content as the canonical text of its starter file."""

import re
from textwrap import indent

import yaml

from characters import plain_json
from characters.content_files.front_matter import FRONT_KEYS
from characters.editions import LISTS, CharacterContent
from characters.languages import ENGLISH

# A text's own headings get a backslash, and those that have one get another.
_QUOTED = re.compile(r"^(?=\\*#{1,3} )", re.MULTILINE)


def written(content: CharacterContent) -> str:
    """The canonical text of a starter file; ``read_text`` of it gives an equal content."""
    blocks = [
        f"---\n{_front(content)}---",
        _block("# Biography", content.biography),
        _block("# Persona", content.persona),
        _block("# Greeting", content.greeting),
    ]
    if content.example_dialogue:
        blocks.append(_block("# Example dialogue", content.example_dialogue))
    blocks.append("# Remarks")
    blocks += [_block(f"## {remark.theme}", remark.text) for remark in content.remarks]
    blocks.append("# Starter questions")
    for question in content.starter_questions:
        blocks.append(f"## {question.question} {{#{question.anchor}}}")
        if question.heading:
            blocks.append(f"Heading: {question.heading}")
        blocks += [_block("### Spoken", question.spoken), _block("### Answer", question.answer)]
    if content.sources:
        blocks.append(_block("# Sources", content.sources))
    return "\n\n".join(blocks) + "\n"


def _front(content) -> str:
    front = {key: getattr(content, key) for key in FRONT_KEYS if key not in ("similar", "card")}
    front |= {key: list(front[key]) for key in LISTS}
    if content.language == ENGLISH:
        del front["language"]
    always = ("also_known_as", "fields", "tagline")
    # A year of 0 is written too, so that whoever reads it refuses it.
    front = {key: value for key, value in front.items() if value or type(value) is int or key in always}
    front["similar"] = [{"character": link.character, "reason": link.reason} for link in content.similar]
    text = yaml.dump(front, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)
    if content.card:
        text += "card: |\n" + indent(plain_json.written(content.card), "  ") + "\n"
    return text


def _block(head, text) -> str:
    quoted = _QUOTED.sub(r"\\", text)
    return f"{head}\n\n{quoted}" if text else head


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        """What is said twice is written twice."""
        return True
