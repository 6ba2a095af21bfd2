"""The languages of a character: which there are, and one more."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from characters import translating
from characters.languages import NAMES, name_of
from characters.models import Character
from desk.pages import character_or_404, character_page, desk_page
from desk.shown import status_of


@desk_page("characters.add_character")
@require_http_methods(["GET", "HEAD", "POST"])
def languages(request, pk):
    """A POST with ``language`` begins a translation and opens it."""
    character = character_or_404(pk)
    if request.method == "POST":
        return _begun(request, character)
    original = character.translation_of or character
    told = Character.objects.with_status().filter(translation_of=original).order_by("language")
    told = [original, *told]
    context = {
        "original": original,
        "tellings": [(each, name_of(each.language), status_of(each)) for each in told],
        "choices": [(code, name) for code, name in NAMES.items() if code not in {t.language for t in told}],
    }
    title = _("%(name)s in other languages") % {"name": original.name}
    return character_page(request, character, "desk/languages.html", context, here="languages", title=title)


def _begun(request, character):
    language = request.POST.get("language", "")
    if language not in NAMES:
        messages.error(request, _("Choose the language of the translation."))
        return redirect("desk:languages", character.pk)
    try:
        draft = translating.begin(character, language=language, by=request.user)
    except translating.CannotTranslate as error:
        messages.error(request, str(error))
        return redirect("desk:languages", character.pk)
    said = _("A draft in %(language)s begins with the words of the original: write over them.")
    messages.success(request, said % {"language": name_of(language)})
    return redirect("admin:characters_character_change", draft.pk)
