"""What a page cannot do without: the findings that keep a draft from being published, whatever is around it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from characters.checks.finding import QUESTIONS, REMARKS, Finding, Place, blocks
from characters.editions import CharacterContent
from characters.models import Passage
from characters.passages import clashes, remark_anchor

NEEDED = (
    ("tagline", gettext_lazy("The tagline is empty.")),
    ("biography", gettext_lazy("The biography is empty.")),
    ("persona", gettext_lazy("The persona is empty.")),
    ("greeting", gettext_lazy("The greeting is empty.")),
    ("fields", gettext_lazy("The list of fields is empty.")),
)
# A picture is shown only with these.
NEEDED_WITH_A_PORTRAIT = (
    (
        "portrait_alt",
        gettext_lazy("The portrait has no description: say what it shows, for those who cannot see it."),
    ),
    ("portrait_credit", gettext_lazy("The portrait has no credit: say who made it, and when.")),
    ("portrait_licence", gettext_lazy("The portrait has no licence: say under what terms it may be shown.")),
)
NEEDED_OF_A_QUESTION = (
    ("answer", gettext_lazy("“%(question)s” has no answer.")),
    ("spoken", gettext_lazy("“%(question)s” has no spoken answer.")),
)


def of_page(content: CharacterContent) -> Iterator[Finding]:
    yield from _empty(content, NEEDED)
    if not content.starter_questions:
        yield blocks("question-none", _("There is no starter question."), part=QUESTIONS)
    for row, question in enumerate(content.starter_questions):
        for field, sentence in NEEDED_OF_A_QUESTION:
            if not getattr(question, field).strip():
                yield blocks(
                    f"{field}-empty", sentence % {"question": question.question}, field,
                    part=QUESTIONS, row=row, anchor=question.anchor,
                )  # fmt: skip
    if content.portrait:
        yield from _empty(content, NEEDED_WITH_A_PORTRAIT)
    if content.born is not None and content.died is not None and content.died < content.born:
        yield blocks("dates-reversed", _("The year of death is before the year of birth."), "died")
    for passage, reason in clashes(content):
        yield Finding("anchor-clash", reason, _place_of(passage, content), blocks=True)


def _empty(content, needed):
    for field, sentence in needed:
        value = getattr(content, field)
        if not (value.strip() if isinstance(value, str) else value):
            yield blocks(f"{field}-empty", str(sentence), field)


def _place_of(passage, content) -> Place:
    """Where the last part with this passage's anchor stands: the one that came second."""
    if passage.kind == Passage.Kind.REMARK:
        rows = [row for row, r in enumerate(content.remarks) if remark_anchor(r.theme) == passage.anchor]
        return Place("theme", REMARKS, rows[-1], passage.anchor)
    rows = [row for row, q in enumerate(content.starter_questions) if q.anchor == passage.anchor]
    return Place("anchor", QUESTIONS, rows[-1], passage.anchor) if rows else Place("biography")
