"""How a row under a character's form chooses another character."""

from django.contrib.admin.widgets import AutocompleteSelect

from characters.models import Character
from desk.lookups import is_id


class KnownAutocomplete(AutocompleteSelect):
    """An autocomplete that knows whom its row has chosen: Django's own asks the database for the name, row by row."""

    known: Character | None = None

    def optgroups(self, name, value, attrs=None):
        # Sent back with a sentence, a field shows what was posted: it may be no number at all.
        value = [chosen for chosen in value if is_id(str(chosen))]
        if self.known is None or [str(chosen) for chosen in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attrs)
        label = self.choices.field.label_from_instance(self.known)
        return [(None, [self.create_option(name, self.known.pk, label, {str(self.known.pk)}, 0)], 0)]
