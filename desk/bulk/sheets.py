"""The rows of spreadsheets as drafts: a resource each for characters, questions, remarks and similarity links.

Rows are known by their keys (an address, an anchor, a theme), columns by their headings. A column that a sheet lacks
stays as it is. A cell that holds a list has one entry a line.
"""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export import widgets
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import Error, RowResult

from characters.field_names import heading_of
from characters.incoming import Change, shown
from characters.models import Character, Remark, SimilarityLink, StarterQuestion
from engines.text import clean

# A spreadsheet program would take a text that begins like this for a formula: the first stands for “as it is”.
FORMULA = ("'", "=", "+", "-", "@")
WRITTEN = (RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE)
TEXTS = ("tagline", "biography", "sources", "persona", "greeting", "example_dialogue", "engine")


class TextWidget(widgets.CharWidget):
    """Text as editors write it, and never a formula: a mark is put before it, and taken off when it comes back."""

    def clean(self, value, row=None, **kwargs):
        text = clean(str("" if value is None else value).replace("\r\n", "\n").replace("\r", "\n"))
        return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text

    def render(self, value, obj=None, **kwargs):
        text = str("" if value is None else value)
        return f"'{text}" if text.startswith(FORMULA) else text


class LinesWidget(TextWidget):
    """A list of short texts, one a line."""

    def clean(self, value, row=None, **kwargs):
        return [line.strip() for line in super().clean(value).split("\n") if line.strip()]

    def render(self, value, obj=None, **kwargs):
        return super().render("\n".join(value or []))


class YearWidget(widgets.IntegerWidget):
    """A year, or nothing."""

    def clean(self, value, row=None, **kwargs):
        try:
            return super().clean(value, row, **kwargs)
        except (ValueError, ArithmeticError):
            said = _("“%(value)s” is not a year, such as 1879, or -551 for 551 BCE.")
            raise ValueError(said % {"value": value}) from None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value


class FlagWidget(widgets.BooleanWidget):
    """1 or 0; an empty cell is a no."""

    def clean(self, value, row=None, **kwargs):
        if value in self.TRUE_VALUES:
            return True
        if value in self.FALSE_VALUES or value in self.NULL_VALUES:
            return False
        raise ValueError(_("“%(value)s” is neither 1 nor 0.") % {"value": value})


class CodeWidget(TextWidget):
    """A code; an empty cell says nothing, and what was there stays."""

    def clean(self, value, row=None, **kwargs):
        return super().clean(value).strip() or None


class CharacterWidget(widgets.ForeignKeyWidget):
    """A character, by its address."""

    def __init__(self):
        super().__init__(Character, field="slug")

    def clean(self, value, row=None, **kwargs):
        try:
            return super().clean(value, row, **kwargs)
        except Character.DoesNotExist:
            said = _("No character has the address “%(slug)s”.") % {"slug": value}
            raise ValueError(said) from None


def _column(name, widget=TextWidget, **how) -> Field:
    return Field(attribute=name, column_name=name, widget=widget(), **how)


class ChangedMeanwhile(Exception):
    """Somebody has saved the character after this import was rehearsed."""

    def __str__(self):
        return _(
            "Somebody has changed this character since the rehearsal. Import the file again to see what changes now."
        )


class Sheet(ModelResource):
    """What all sheets share: each row stands by itself, unchanged ones are skipped, and changes are kept to be told."""

    title = ""

    def import_row(self, row, instance_loader, **kwargs):
        """A row that fails leaves no trace, and does not spoil a transaction around it."""
        with transaction.atomic():
            result = super().import_row(row, instance_loader, **kwargs)
            if result.import_type in WRITTEN and result.slug in kwargs["held_back"]:
                result.import_type = RowResult.IMPORT_TYPE_ERROR
                result.errors.append(Error(ChangedMeanwhile()))
            if result.errors or result.validation_error:
                transaction.set_rollback(True)
        kwargs["count"]()
        return result

    def after_import_row(self, row, row_result, **kwargs):
        """Keep what the report says, and not the rows themselves."""
        is_change = row_result.import_type == RowResult.IMPORT_TYPE_UPDATE
        row_result.changes = tuple(self._changes(row_result)) if is_change else ()
        row_result.slug = self.slug_of(row_result.instance)
        row_result.character_id = self.character_of(row_result.instance)
        row_result.instance = row_result.original = None

    def _changes(self, row_result):
        for field in self.get_import_fields():
            old, new = field.get_value(row_result.original), field.get_value(row_result.instance)
            if old != new:
                yield Change(heading_of(field.column_name), *shown(old, new))

    def slug_of(self, instance) -> str:
        return instance.character.slug

    def character_of(self, instance) -> int:
        return instance.character_id


class CharacterSheet(Sheet):
    title = "Characters"

    slug, name, sort_name = _column("slug"), _column("name"), _column("sort_name")
    also_known_as = _column("also_known_as", LinesWidget)
    born, born_circa = _column("born", YearWidget), _column("born_circa", FlagWidget)
    died, died_circa = _column("died", YearWidget), _column("died_circa", FlagWidget)
    place, fields = _column("place"), _column("fields", LinesWidget)
    tagline, biography, persona = _column("tagline"), _column("biography"), _column("persona")
    sources, language = _column("sources"), _column("language", CodeWidget, saves_null_values=False)
    translation_of = _column("translation_of", CharacterWidget)
    greeting, example_dialogue, engine = _column("greeting"), _column("example_dialogue"), _column("engine")
    portrait_alt, portrait_credit = _column("portrait_alt"), _column("portrait_credit")
    portrait_licence, tags = _column("portrait_licence"), _column("tags", LinesWidget)

    class Meta:
        model = Character
        fields = (
            "slug", "name", "sort_name", "also_known_as", "born", "born_circa", "died", "died_circa", "place",
            "fields", "tagline", "biography", "sources", "persona", "greeting", "example_dialogue", "engine",
            "portrait_alt", "portrait_credit", "portrait_licence", "language", "translation_of", "tags",
        )  # fmt: skip
        import_id_fields = ("slug",)
        skip_unchanged = report_skipped = clean_model_instances = store_instance = skip_html_diff = True

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        if instance.born is not None and instance.died is not None and instance.died < instance.born:
            errors["died"] = ValidationError(_("The year of death is before the year of birth."))
        super().validate_instance(instance, errors, validate_unique)

    def slug_of(self, instance):
        return instance.slug

    def character_of(self, instance):
        return instance.pk


class PartSheet(Sheet):
    """Rows that belong to a character. New ones without a position go to the end."""

    def before_save_instance(self, instance, row, **kwargs):
        if not instance.pk and not row.get("position"):
            rows = type(instance).objects.filter(character=instance.character)
            instance.position = (
                rows.order_by("-position").values_list("position", flat=True).first() or 0
            ) + 1


class PositionWidget(widgets.IntegerWidget):
    def clean(self, value, row=None, **kwargs):
        try:
            return super().clean(value, row, **kwargs) or 0
        except (ValueError, ArithmeticError):
            said = _("“%(value)s” is not a place in the order, such as 3.") % {"value": value}
            raise ValueError(said) from None


class QuestionSheet(PartSheet):
    title = "Questions"

    character, anchor = _column("character", CharacterWidget), _column("anchor")
    question, heading = _column("question"), _column("heading")
    spoken, answer = _column("spoken"), _column("answer")
    position = _column("position", PositionWidget)

    class Meta:
        model = StarterQuestion
        fields = ("character", "anchor", "question", "heading", "spoken", "answer", "position")
        import_id_fields = ("character", "anchor")
        skip_unchanged = report_skipped = clean_model_instances = store_instance = skip_html_diff = True


class RemarkSheet(PartSheet):
    title = "Remarks"

    character, theme = _column("character", CharacterWidget), _column("theme")
    text, position = _column("text"), _column("position", PositionWidget)

    class Meta:
        model = Remark
        fields = ("character", "theme", "text", "position")
        import_id_fields = ("character", "theme")
        skip_unchanged = report_skipped = clean_model_instances = store_instance = skip_html_diff = True


class SimilarSheet(PartSheet):
    title = "Similar"

    character, similar = _column("character", CharacterWidget), _column("similar", CharacterWidget)
    reason, position = _column("reason"), _column("position", PositionWidget)

    class Meta:
        model = SimilarityLink
        fields = ("character", "similar", "reason", "position")
        import_id_fields = ("character", "similar")
        skip_unchanged = report_skipped = clean_model_instances = store_instance = skip_html_diff = True


# In the order in which they are read: characters before what belongs to them.
SHEETS = (CharacterSheet, QuestionSheet, RemarkSheet, SimilarSheet)


def sentence(error) -> tuple[str, str]:
    """The column and a sentence for a row's error."""
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        name, messages = next(iter(error.message_dict.items()))
        return ("" if name == NON_FIELD_ERRORS else name), " ".join(messages)
    if isinstance(error, ValidationError):
        return "", " ".join(error.messages)
    return "", str(error)
