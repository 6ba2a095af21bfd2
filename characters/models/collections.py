"""Collections: characters that editors put beside each other, in an order, with a line on each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from characters.models.drafts import ORIGINALS, Character, validate_anchor


class CollectionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)


class Collection(models.Model):
    """Such as “Voices of 1917”: a page of its own. Whom of its members the public sees, their live editions decide."""

    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, validators=[validate_anchor],
        help_text=_("The page's address: /collections/<slug>/. Lower-case letters, digits and hyphens."),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=120, help_text=_("Such as “Voices of 1917”."))
    intro = models.TextField(
        _("introduction"), blank=True, max_length=4_000,
        help_text=_("What these people have to do with each other. Markdown, a paragraph or two."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=0,
        help_text=_("Its place among the collections: the lowest number comes first."),
    )
    is_published = models.BooleanField(
        _("published"), default=False, help_text=_("Readers see it once this is ticked and somebody in it has a page.")
    )  # fmt: skip
    is_picks = models.BooleanField(
        _("editors' picks"), default=False,
        help_text=_("The home page begins with its members, in their order."),
    )  # fmt: skip
    changed_at = models.DateTimeField(_("last change"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("collection"), _("collections")
        ordering = ("position", "title", "id")

    def __str__(self):
        return self.title


class CollectionMember(models.Model):
    """A character in a collection, with what is said of them there."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="members")
    character = models.ForeignKey(
        Character, verbose_name=_("character"), on_delete=models.CASCADE, related_name="collection_members",
        limit_choices_to=ORIGINALS,
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0, db_index=True)
    line = models.CharField(
        _("line"),
        max_length=300,
        blank=True,
        help_text=_("Why they stand here, in one sentence. Empty: their tagline."),
    )

    class Meta:
        ordering = ("position", "id")
        verbose_name, verbose_name_plural = _("member"), _("members")
        constraints = [
            models.UniqueConstraint(
                fields=("collection", "character"), name="collection_member_once",
                violation_error_message=_("This character stands in the collection already."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.character)
