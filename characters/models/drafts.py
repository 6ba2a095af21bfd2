"""Characters as editors draft them: the row, its questions, remarks and links."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from characters.eras import YEARS
from characters.fields import FIELDS
from characters.languages import ENGLISH, MAX_CODE, validate_language

# Under what terms a portrait may be shown.
LICENCES = (
    ("public-domain", _("Public domain")),
    ("cc0", "CC0 1.0"),
    ("cc-by", "CC BY 4.0"),
    ("cc-by-sa", "CC BY-SA 4.0"),
    ("permission", _("Shown with permission")),
)
# Columns of a character's row that no save of the draft writes: they change by UPDATE, perhaps at the same moment.
NOT_THE_DRAFTS = {
    "id", "live_edition", "live_slug", "submitted_at", "submitted_by", "num_blocking", "num_warnings", "checked_at",
    "created_at",
}  # fmt: skip
# Who is chosen for a list: it shows a translation where there is one.
ORIGINALS = {"translation_of": None}
WHOLE = 1000  # crops and focal points are in thousandths of the picture's width and height

validate_anchor = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$", _("Use lower-case letters, digits and single hyphens only.")
)


def validate_year(year: int):
    if year not in YEARS:
        raise ValidationError(_("Give a year from -5000 to 2100; there was no year 0."))


class CharacterQuerySet(models.QuerySet):
    def live(self):
        """Those with a page that the public can read."""
        return self.filter(live_edition__isnull=False)

    def with_status(self):
        """With ``was_published``, and with the live edition but for its texts."""
        published = self.model.editions.rel.related_model.objects.public().filter(
            character=models.OuterRef("pk")
        )
        return (
            self.select_related("live_edition")
            .defer("live_edition__html", "live_edition__names")
            .annotate(was_published=models.Exists(published))
        )

    def mark_changed(self, *, by=None):
        """Say that the rows below these drafts have changed, for whoever has them open."""
        return self.update(num_changes=F("num_changes") + 1, changed_by=by, changed_at=Now())

    def in_review(self):
        """Those that a writer has submitted and nobody has published or sent back."""
        return self.filter(submitted_at__isnull=False)


class Character(models.Model):
    """Someone who can be talked to. This row and its questions, remarks and links are the draft."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in-review", _("In review")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, validators=[validate_anchor],
        help_text=_("The page's address: /characters/<slug>/. Lower-case letters, digits and hyphens."),
    )  # fmt: skip
    name = models.CharField(
        _("name"), max_length=120, help_text=_("As the page says it: “Talk with <name>”.")
    )
    sort_name = models.CharField(
        _("sort name"),
        max_length=120,
        blank=True,
        help_text=_("For lists in alphabetical order, such as “Trotsky, Leon”."),
    )
    also_known_as = ArrayField(
        models.CharField(max_length=120), verbose_name=_("also known as"), default=list, blank=True,
        help_text=_("Other names that people search for, separated by commas."),
    )  # fmt: skip
    born = models.SmallIntegerField(
        _("born"),
        null=True,
        blank=True,
        validators=[validate_year],
        help_text=_("Year. A minus sign means BCE: -551 is 551 BCE."),
    )
    born_circa = models.BooleanField(_("born about that year"), default=False)
    died = models.SmallIntegerField(
        _("died"),
        null=True,
        blank=True,
        validators=[validate_year],
        help_text=_("Year. Empty for someone who is alive."),
    )
    died_circa = models.BooleanField(_("died about that year"), default=False)
    place = models.CharField(
        _("place"), max_length=160, blank=True, help_text=_("Where they were born, as they and we call it.")
    )
    fields = ArrayField(
        models.CharField(max_length=40, choices=[(field, field) for field in FIELDS]),
        verbose_name=_("fields"), default=list, blank=True,
        help_text="One to four of: " + ", ".join(FIELDS) + ".",
    )  # fmt: skip
    tagline = models.CharField(
        _("tagline"),
        max_length=200,
        blank=True,
        help_text=_("One sentence that makes a stranger want to meet them."),
    )
    language = models.CharField(
        _("language"), max_length=MAX_CODE, default=ENGLISH, validators=[validate_language],
        help_text=_("In which language the page and the conversation are."),
    )  # fmt: skip
    translation_of = models.ForeignKey(
        "self", verbose_name=_("translation of"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="translations", limit_choices_to=ORIGINALS,
        help_text=_("Whose page this tells in another language. Lists show the two as one, in the reader’s language."),
    )  # fmt: skip
    biography = models.TextField(
        _("biography"),
        blank=True,
        help_text=_(
            "“Who is <name>?” Markdown, third person, 250 words or more. Each paragraph can be cited alone."
        ),
    )
    sources = models.TextField(
        _("sources"),
        blank=True,
        help_text=_(
            "What the page rests on, as a Markdown list, the best first, a line each: "
            "“- Author. *Title*. Year.” Name only works that you are sure of. They stand at the end of the page."
        ),
    )
    persona = models.TextField(
        _("persona"),
        blank=True,
        help_text=_(
            "First person: who I am, how I speak, what I care about. Also said when asked “Who are you?”."
        ),
    )
    greeting = models.TextField(
        _("greeting"), blank=True, help_text=_("First person: how a conversation opens.")
    )
    example_dialogue = models.TextField(
        _("example dialogue"), blank=True, help_text=_("How they talk, for engines with a language model.")
    )
    engine = models.CharField(
        _("engine"),
        max_length=120,
        blank=True,
        help_text=_(
            "What writes the replies; several, with commas between, in the order in which they are asked. "
            "Empty: what the site is set to use."
        ),
    )
    portrait = models.ImageField(
        _("portrait"), upload_to="portraits/", blank=True, help_text=_("PNG, JPEG or WebP, up to 8 MB.")
    )
    portrait_alt = models.CharField(
        _("portrait description"), max_length=200, blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )  # fmt: skip
    portrait_credit = models.CharField(
        _("portrait credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made it, and when. Shown under the picture."),
    )
    portrait_licence = models.CharField(
        _("portrait licence"),
        max_length=20,
        blank=True,
        choices=LICENCES,
        help_text=_("Under what terms it may be shown."),
    )
    portrait_crop = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("portrait crop"), default=list, blank=True, size=4,
        help_text=_("Left, top, width and height of what is shown, in thousandths. Empty: all of it."),
    )  # fmt: skip
    portrait_focus = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("portrait focus"), default=list, blank=True, size=2,
        help_text=_("Across and down in thousandths: what a square or a round picture keeps in the middle."),
    )  # fmt: skip
    card = models.JSONField(
        default=dict, blank=True, editable=False,
        help_text="What an imported character card says that no field of ours holds; exports give it back.",
    )  # fmt: skip
    live_edition = models.OneToOneField(
        "Edition", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="live_for"
    )
    # The live edition's slug, repeated here so that the database lets no two live pages share an address.
    live_slug = models.CharField(max_length=80, null=True, blank=True, editable=False, unique=True)
    # --- How the editors work on it: no part of any edition ---
    tags = ArrayField(
        models.CharField(max_length=40), verbose_name=_("tags"), default=list, blank=True,
        help_text=_("The editors' own labels, such as “check dates”. Never shown to the public."),
    )  # fmt: skip
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("assigned to"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+", help_text=_("Who looks after this character."),
    )  # fmt: skip
    submitted_at = models.DateTimeField(_("in review since"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    # Counts what was saved to the draft: a form that began from a lower number began before somebody else's change.
    num_changes = models.PositiveIntegerField(default=0, editable=False)
    # What the checklist found when the draft was last saved.
    num_blocking = models.PositiveSmallIntegerField(default=0, editable=False)
    num_warnings = models.PositiveSmallIntegerField(default=0, editable=False)
    # Empty while these counts may be out of date: a clock counts again.
    checked_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(_("last change"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    objects = CharacterQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("character"), _("characters")
        ordering = ("sort_name", "id")
        permissions = [("publish_character", "Can publish and withdraw characters")]
        indexes = [
            GinIndex(fields=("tags",), name="character_tags"),
            models.Index(fields=("changed_at", "id"), name="character_by_change"),
            models.Index(fields=("id",), condition=Q(checked_at=None), name="characters_to_check"),
        ]
        constraints = [
            models.CheckConstraint(
                name="character_dies_after_birth",
                condition=Q(born=None) | Q(died=None) | Q(died__gte=F("born")),
            ),
            models.CheckConstraint(
                name="character_live_with_an_address",
                condition=Q(live_edition=None, live_slug=None)
                | Q(live_edition__isnull=False, live_slug__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("translation_of", "language"),
                name="character_translated_once",
                violation_error_message=_("There is a translation into this language already."),
            ),
            models.CheckConstraint(
                name="character_translates_another",
                condition=~Q(translation_of=F("id")),
                violation_error_message=_("A character cannot be a translation of itself."),
            ),
        ]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, *args, update_fields=None, **kwargs):
        """Each save is a change, of which no two have the same number, even if this row was read long ago.

        What publishing, reviews and the checklist keep in the row is theirs: a save of the draft leaves it as it is.
        """
        self.sort_name = self.sort_name or self.name
        if not self._state.adding:
            # Not FOR UPDATE: links to this character may be written meanwhile.
            row = Character.objects.select_for_update(no_key=True).filter(pk=self.pk)
            self.num_changes = row.values_list("num_changes", flat=True).first() or 0
            update_fields = update_fields or {f.name for f in self._meta.concrete_fields} - NOT_THE_DRAFTS
            update_fields = {*update_fields, "num_changes"}
        self.num_changes += 1
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return reverse("characters:detail", args=[self.slug])

    def clean(self):
        if self.translation_of_id and self.pk and self.translations.exists():
            raise ValidationError({"translation_of": _("This page has translations, so it cannot be one.")})

    @property
    def status(self) -> Status:
        if self.live_edition_id:
            return self.Status.PUBLISHED
        if self.submitted_at:
            return self.Status.IN_REVIEW
        return self.Status.WITHDRAWN if self.editions.public().exists() else self.Status.DRAFT


class StarterQuestion(models.Model):
    """A question with its curated answer: a section of the page and a way to begin."""

    character = models.ForeignKey(
        Character, verbose_name=_("character"), on_delete=models.CASCADE, related_name="starter_questions"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, db_index=True)
    anchor = models.CharField(
        _("anchor"),
        max_length=80,
        validators=[validate_anchor],
        help_text=_("Its address on the page, such as opposing-stalin."),
    )
    question = models.CharField(
        _("question"), max_length=200, help_text=_("As a visitor asks it: “Why did you oppose Stalin?”.")
    )
    heading = models.CharField(
        _("heading"),
        max_length=200,
        blank=True,
        help_text=_("As the page asks it: “Why did Trotsky oppose Stalin?”."),
    )
    spoken = models.TextField(
        _("spoken answer"),
        blank=True,
        help_text=_("First person, 60 to 150 words: what is said in a conversation."),
    )
    answer = models.TextField(
        _("answer"),
        blank=True,
        help_text=_("Third person, Markdown, 80 to 250 words: what stands on the page."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("starter question"), _("starter questions")
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=("character", "anchor"), name="starter_question_anchor_once"),
        ]

    def __str__(self):
        return self.question


class Remark(models.Model):
    """Something the character says on a theme, in the first person, written by editors."""

    character = models.ForeignKey(
        Character, verbose_name=_("character"), on_delete=models.CASCADE, related_name="remarks"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, db_index=True)
    theme = models.CharField(
        _("theme"), max_length=120, help_text=_("Such as Childhood, Opponents, How I worked.")
    )
    text = models.TextField(_("text"), help_text=_("First person, 50 to 120 words."))

    class Meta:
        verbose_name, verbose_name_plural = _("remark"), _("remarks")
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=("character", "theme"), name="remark_theme_once")]

    def __str__(self):
        return self.theme


class SimilarityLink(models.Model):
    """From one character to a similar one, directed, with the editors' reason."""

    character = models.ForeignKey(
        Character, verbose_name=_("character"), on_delete=models.CASCADE, related_name="similarity_links"
    )
    similar = models.ForeignKey(
        Character, verbose_name=_("similar"), on_delete=models.CASCADE, related_name="similarity_links_to",
        limit_choices_to=ORIGINALS,
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0, db_index=True)
    reason = models.CharField(
        _("reason"),
        max_length=300,
        help_text=_("Why a reader of the one should meet the other. One sentence."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("similarity link"), _("similarity links")
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=("character", "similar"), name="similarity_link_once"),
            models.CheckConstraint(
                name="similarity_link_to_another", condition=~Q(character=F("similar")),
                violation_error_message=_("A character cannot be similar to itself."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.character} → {self.similar}"
