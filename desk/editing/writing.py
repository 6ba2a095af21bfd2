"""How the texts of a form are written: which are Markdown, how long each should be, what is loaded to help."""

from django import forms
from django.urls import reverse_lazy

from characters.checks.missing import NEEDED, NEEDED_WITH_A_PORTRAIT

MARKDOWN = ("biography", "sources", "persona", "greeting", "spoken", "answer", "text")
# Words, from and to.
WANTED = {"biography": (250, None), "spoken": (60, 150), "answer": (80, 250), "text": (50, 120)}
# Saved without these a draft cannot be published: static/css/desk/writing.css says so beside the label.
NEEDED_FOR = dict.fromkeys([*(name for name, _ in NEEDED), "spoken", "answer"], "page")
NEEDED_FOR |= dict.fromkeys((name for name, _ in NEEDED_WITH_A_PORTRAIT), "portrait")
# These say how many characters are left.
LINES = ("tagline", "portrait_alt", "portrait_credit", "question", "heading", "theme", "reason", "note")


class WritingForm(forms.Form):
    """Marks the fields of a form for static/js/desk/: without JavaScript they are plain fields."""

    class Media:
        css = {"all": ("css/desk/writing.css",)}
        js = tuple(
            forms.Script(f"js/desk/{name}.js", defer=True)
            for name in ("markdown", "lengths", "ordering", "rows")
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs |= _marks(name, field)


def _marks(name, field) -> dict:
    marks = {"data-needed": NEEDED_FOR[name]} if name in NEEDED_FOR else {}
    if name in LINES:
        return marks | {"data-characters": field.max_length}
    if name not in MARKDOWN:
        return marks
    least, most = WANTED.get(name, (0, None))
    marks |= {"data-markdown": reverse_lazy("desk:written"), "data-words-from": least}
    return marks | ({"data-words-to": most} if most else {})
