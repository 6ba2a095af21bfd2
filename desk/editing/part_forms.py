"""The rows under a form as forms, those of a character and those of a collection, and what must hold between them."""

import itertools
import re

from django import forms
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.forms import PaginationInlineFormSet

from characters.passages import remark_anchor
from desk.editing.forms import TextsForm, escape_help, rows_of, words_so_far

ANCHOR_MAX = 80
# Anchors of this kind are given to paragraphs and remarks.
_TAKEN = re.compile(r"^(biography|remark)(-|$)")


class PartForm(TextsForm):
    """A row under a character or a collection. Left without a position, it goes to the end."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Whoever may only look has no fields.
        if position := self.fields.get("position"):
            position.required = False
            position.help_text = _("Its place in the order. Drag the row, or write a number; empty is last.")
            if self.instance.pk is None:
                position.initial = self.initial["position"] = None
        escape_help(self)


class StarterQuestionForm(PartForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        anchor = self.fields["anchor"]
        anchor.required = False
        more = _("Left empty, it is made from the question. Links to it break if it changes.")
        anchor.help_text = f"{anchor.help_text} {more}"
        rows_of(self, spoken=7, answer=12)
        words_so_far(self, "spoken", "answer")

    def clean_anchor(self):
        anchor = self.cleaned_data["anchor"]
        if _TAKEN.match(anchor):
            raise forms.ValidationError(_("Anchors that begin with “biography” or “remark” are taken."))
        return anchor


class RemarkForm(PartForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows_of(self, text=6)
        words_so_far(self, "text")

    def clean_theme(self):
        theme = self.cleaned_data["theme"]
        if len(remark_anchor(theme)) > 100:
            raise forms.ValidationError(_("This theme is too long for an anchor. Say it in fewer words."))
        return theme


class SimilarityLinkForm(PartForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "similar" in self.fields:
            # Inside what the admin wraps it in, with its links to add and to change.
            self.fields["similar"].widget.widget.known = self.instance.similar

    def clean_similar(self):
        similar = self.cleaned_data["similar"]
        if similar.pk == self.instance.character_id:
            raise forms.ValidationError(_("A character cannot be similar to itself."))
        return similar


class PartFormSet(PaginationInlineFormSet):
    """Rows of which no two may have the same ``once``; new rows without a position go to the end."""

    once = ""
    twice = ""

    def clean(self):
        seen = set()
        for form in self._kept_forms():
            value = self.key_of(form)
            if value in seen:
                form.add_error(self.once, self.twice)
            elif value:
                seen.add(value)
        self._put_last()
        # Django's own words for a doubled row are about “duplicate data”.
        if all(form.is_valid() for form in self.forms):
            super().clean()

    def key_of(self, form):
        """What of this row must be its own."""
        return form.cleaned_data.get(self.once)

    def _kept_forms(self):
        return [
            form
            for form in self.forms
            if form.has_changed() | bool(form.instance.pk)
            and hasattr(form, "cleaned_data")
            and not form.cleaned_data.get("DELETE")
        ]

    def _put_last(self):
        forms_here = self._kept_forms()
        last = max((form.cleaned_data.get("position") or 0 for form in forms_here), default=0)
        for form, position in zip(
            (form for form in forms_here if form.cleaned_data.get("position") is None),
            itertools.count(last + 1),
            strict=False,
        ):
            form.cleaned_data["position"] = form.instance.position = position


class StarterQuestionFormSet(PartFormSet):
    once = "anchor"
    twice = gettext_lazy("Another question of this character has this anchor.")

    def get_queryset(self):
        questions = super().get_queryset()
        for question in questions:
            # What the theme asks a row for, to stand above it.
            question.get_inline_title = title_of(question)
        return questions

    def clean(self):
        self._make_anchors()
        super().clean()

    def _make_anchors(self):
        """Fill in anchors that were left empty, from the question, each its own."""
        kept = self._kept_forms()
        taken = {form.cleaned_data.get("anchor") for form in kept}
        for form in kept:
            if form.cleaned_data.get("question") and form.cleaned_data.get("anchor") == "":
                anchor = _anchor_beside(taken, form.cleaned_data["question"])
                form.cleaned_data["anchor"] = form.instance.anchor = anchor
                taken.add(anchor)


def title_of(question):
    """The question, and how often visitors have chosen it."""
    times = getattr(question, "num_times", None)
    said = (
        ngettext("Chosen %(number)s time", "Chosen %(number)s times", times) % {"number": times}
        if times
        else _("Not chosen yet")
    )
    return format_html('{} <span class="desk-chosen">{}</span>', question.question, said)


def _anchor_beside(taken, question) -> str:
    stem = slugify(question)[: ANCHOR_MAX - 4].strip("-_").replace("_", "-") or "question"
    if _TAKEN.match(stem):
        stem = f"on-{stem}"
    candidates = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(anchor for anchor in candidates if anchor not in taken)


class RemarkFormSet(PartFormSet):
    once = "theme"
    twice = gettext_lazy("Another remark of this character has this theme.")

    def key_of(self, form):
        theme = form.cleaned_data.get("theme")
        return remark_anchor(theme) if theme else None


class SimilarityLinkFormSet(PartFormSet):
    once = "similar"
    twice = gettext_lazy("There is a link to this character already.")
