"""Write a content as the canonical text of its starter file."""

import yaml

from characters.content_files.front_matter import FRONT_KEYS
from characters.editions import CharacterContent


def written(content: CharacterContent) -> str:
    """The canonical text of a starter file; ``read_file`` of it gives an equal content."""
    front = {key: getattr(content, key) for key in FRONT_KEYS if key != "similar"}
    front["also_known_as"], front["fields"] = list(content.also_known_as), list(content.fields)
    front = {
        key: value for key, value in front.items() if value or key in ("also_known_as", "fields", "tagline")
    }
    front["similar"] = [{"character": link.character, "reason": link.reason} for link in content.similar]
    blocks = [
        "---\n" + yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=10_000) + "---",
        f"# Biography\n\n{content.biography}",
        f"# Persona\n\n{content.persona}",
        f"# Greeting\n\n{content.greeting}",
    ]
    if content.example_dialogue:
        blocks.append(f"# Example dialogue\n\n{content.example_dialogue}")
    blocks.append("# Remarks")
    blocks += [f"## {remark.theme}\n\n{remark.text}" for remark in content.remarks]
    blocks.append("# Starter questions")
    for question in content.starter_questions:
        blocks.append(f"## {question.question} {{#{question.anchor}}}")
        if question.heading:
            blocks.append(f"Heading: {question.heading}")
        blocks += [f"### Spoken\n\n{question.spoken}", f"### Answer\n\n{question.answer}"]
    return "\n\n".join(blocks) + "\n"
