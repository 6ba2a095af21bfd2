"""What fields of work are called on pages. Kept and asked for they are as in FIELDS, in whatever language one reads."""

from django.utils.translation import pgettext_lazy

NAMES = {
    "abolition": pgettext_lazy("field of work", "abolition"),
    "astronomy": pgettext_lazy("field of work", "astronomy"),
    "biology": pgettext_lazy("field of work", "biology"),
    "chemistry": pgettext_lazy("field of work", "chemistry"),
    "computing": pgettext_lazy("field of work", "computing"),
    "economics": pgettext_lazy("field of work", "economics"),
    "education": pgettext_lazy("field of work", "education"),
    "engineering": pgettext_lazy("field of work", "engineering"),
    "environment": pgettext_lazy("field of work", "environment"),
    "exploration": pgettext_lazy("field of work", "exploration"),
    "history": pgettext_lazy("field of work", "history"),
    "journalism": pgettext_lazy("field of work", "journalism"),
    "law": pgettext_lazy("field of work", "law"),
    "literature": pgettext_lazy("field of work", "literature"),
    "mathematics": pgettext_lazy("field of work", "mathematics"),
    "medicine": pgettext_lazy("field of work", "medicine"),
    "music": pgettext_lazy("field of work", "music"),
    "painting": pgettext_lazy("field of work", "painting"),
    "philosophy": pgettext_lazy("field of work", "philosophy"),
    "physics": pgettext_lazy("field of work", "physics"),
    "poetry": pgettext_lazy("field of work", "poetry"),
    "politics": pgettext_lazy("field of work", "politics"),
    "religion": pgettext_lazy("field of work", "religion"),
    "revolution": pgettext_lazy("field of work", "revolution"),
    "science": pgettext_lazy("field of work", "science"),
    "statecraft": pgettext_lazy("field of work", "statecraft"),
    "women's rights": pgettext_lazy("field of work", "women's rights"),
}


# As they are kept and asked for.
FIELDS = tuple(NAMES)


def field_name(field: str) -> str:
    """In the language of the page; a field that none of ours is stays as it was written."""
    return str(NAMES.get(field, field))
