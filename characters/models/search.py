"""What the catalog is listed, filtered and searched by: one row a live character, and the words that texts use."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from characters.eras import Era
from characters.languages import MAX_CODE
from characters.models.drafts import Character
from characters.models.editions import Edition

# Sorted behind everybody whose year is known.
NO_YEAR = 9999


class SearchEntry(models.Model):
    """Of one live character, made anew with each edition: old editions and drafts cost a search nothing.

    Translations have rows too, by which they are found; ``languages`` are those of a character and all its live
    translations, the same in each of their rows. Lists are made of the rows that are no translation's.

    ``names`` as ``Edition.names``. ``title_words`` are those of what a reader sees first: the names weigh A, tagline
    and fields B, headings, questions and places C. ``words`` are those of all texts: what the page tells weighs A,
    what the character says B.
    """

    character = models.OneToOneField(
        Character, primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="+")
    sort_name = models.CharField(max_length=120)
    names = models.TextField()
    year = models.SmallIntegerField(default=NO_YEAR, help_text="Born, or died where only that is known.")
    era = models.CharField(max_length=40, choices=Era.choices, blank=True)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    land = models.CharField(
        max_length=80, blank=True, help_text="The country of today that they were born in."
    )
    translation_of = models.ForeignKey(Character, null=True, on_delete=models.CASCADE, related_name="+")
    languages = ArrayField(models.CharField(max_length=MAX_CODE), default=list, db_default=[])
    first_live_at = models.DateTimeField(help_text="When the character first had a page.")
    num_conversations = models.PositiveIntegerField(
        default=0, help_text="Counted by a clock, without trials."
    )
    title_words = SearchVectorField()
    words = SearchVectorField()

    class Meta:
        indexes = [
            models.Index(fields=("sort_name", "character"), name="entry_by_name"),
            models.Index(fields=("year", "sort_name", "character"), name="entry_by_year"),
            models.Index(fields=("-first_live_at", "-character"), name="entry_newest"),
            models.Index(
                fields=("-num_conversations", "sort_name", "character"), name="entry_most_talked_to"
            ),
            models.Index(fields=("era", "sort_name", "character"), name="entry_by_era"),
            models.Index(fields=("land", "sort_name", "character"), name="entry_by_land"),
            # What the filters count is all in here: the rows themselves need not be read.
            models.Index(
                fields=("era", "land", "fields", "languages"),
                condition=Q(translation_of=None),
                name="entry_counted",
            ),
            GinIndex(fields=("fields",), name="entry_by_field"),
            GinIndex(fields=("languages",), name="entry_by_language"),
            GinIndex(fields=("names",), opclasses=("gin_trgm_ops",), name="entry_names_trigrams"),
            GinIndex(fields=("title_words",), name="entry_title_words"),
            GinIndex(fields=("words",), name="entry_words"),
        ]

    def __str__(self):
        return self.sort_name


class KnownWord(models.Model):
    """A word that live texts use, lower case and without accents; ``is_name`` where it is of somebody's name.

    What a reader types and no text knows is compared with these.
    """

    word = models.CharField(max_length=40, primary_key=True)
    is_name = models.BooleanField(default=False)

    class Meta:
        indexes = [GinIndex(fields=("word",), opclasses=("gin_trgm_ops",), name="known_word_trigrams")]

    def __str__(self):
        return self.word
