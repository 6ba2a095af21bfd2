"""Show a draft as the public would read it: the public templates over an edition that is kept nowhere."""

from html import escape
from html.parser import HTMLParser

from django.contrib import admin
from django.db import transaction
from django.forms.formsets import all_valid
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from characters import catalog, publishing
from characters.editions import CharacterContent, draft_of
from characters.models import Character
from characters.views import page_context
from desk.editing import form_errors

PAGE, CARD, TALK = "page", "card", "talk"
VIEWS = {PAGE: _("Page"), CARD: _("Card"), TALK: _("Conversation")}
WIDTHS = {"phone": pgettext_lazy("width", "Phone"), "desk": pgettext_lazy("width", "Desk")}


class DoesNotFit(Exception):
    """The admin's form would refuse what was typed; ``sentences`` says what, naming the fields."""

    def __init__(self, sentences: list[str]):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def frames(character: Character, *, may_change: bool) -> list[tuple[str, str, str]]:
    """What can be shown of the saved draft, as (name, label, address); who may not change it has no trials."""
    views = VIEWS if may_change else {name: VIEWS[name] for name in SHOWN}
    return [(name, label, _frame(character, name)) for name, label in views.items()]


def _frame(character, view) -> str:
    if view == TALK:
        return reverse("chat:trial", args=[character.pk])
    return reverse(f"desk:preview_{view}", args=[character.pk])


def page_of(character: Character, content: CharacterContent, **said) -> str:
    """The whole page as a visitor would read it, but for links and buttons, which lead nowhere.

    ``said`` is what the notice above it tells: ``is_typed``, ``shared_until``.
    """
    edition = publishing.unsaved_edition(character, content)
    return harmless(
        render_to_string("characters/character_detail.html", page_context(edition, edition) | said)
    )


def card_of(character: Character, content: CharacterContent, **said) -> str:
    """The card that stands on lists, on a page of its own."""
    edition = publishing.unsaved_edition(character, content)
    context = {"card": catalog.card_of(edition, content), **said}
    return harmless(render_to_string("desk/preview_card.html", context))


SHOWN = {PAGE: page_of, CARD: card_of}


def typed_content(request, pk: int) -> CharacterContent:
    """What the draft would say if the posted form were saved. The admin saves it, and all is taken back.

    Uploads are left out: they would leave files behind.
    :raises DoesNotFit: when the form would come back with errors.
    :raises Character.DoesNotExist:
    """
    model_admin = admin.site.get_model_admin(Character)
    with transaction.atomic():
        character = Character.objects.get(pk=pk)
        request._files = type(request.FILES)()
        form_class = model_admin.get_form(request, character, change=True)
        form = form_class(request.POST, request.FILES, instance=character)
        is_valid = form.is_valid()
        changed = model_admin.save_form(request, form, change=True) if is_valid else form.instance
        formsets, inlines = model_admin._create_formsets(request, changed, change=True)
        if not (all_valid(formsets) and is_valid):
            shown = model_admin.get_inline_formsets(request, formsets, inlines, character)
            raise DoesNotFit(_sentences(form, shown))
        model_admin.save_model(request, changed, form, change=True)
        model_admin.save_related(request, form, formsets, change=True)
        content = draft_of(Character.objects.get(pk=pk))
        transaction.set_rollback(True)
    return content


def _sentences(form, inlines) -> list[str]:
    found = [f"{error.label}: {error.sentence}" for error in form_errors.field_errors(form, inlines)]
    return [*form.non_field_errors(), *found]


def harmless(html: str) -> str:
    """The same page with links that lead nowhere but to its own sections, and without forms and scripts."""
    parser = _Harmless()
    parser.feed(html)
    parser.close()
    return "".join(parser.kept)


class _Harmless(HTMLParser):
    """Copies everything as it stands but for the tags that do something."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.kept, self._is_script = [], False

    def handle_starttag(self, tag, attrs):
        if tag == "script":
            self._is_script = True
        elif tag in ("a", "area"):
            self.kept.append(_tag(tag, [(k, v) for k, v in attrs if _stays(k, v or "")]))
        elif tag == "form":
            self.kept.append("<form inert>")
        elif tag == "meta" and dict(attrs).get("http-equiv"):
            return
        else:
            self.kept.append(self.get_starttag_text())

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag == "script":
            self._is_script = False
        else:
            self.kept.append(f"</{tag}>")

    def handle_data(self, data):
        if not self._is_script:
            self.kept.append(data)

    def handle_entityref(self, name):
        self.kept.append(f"&{name};")

    def handle_charref(self, name):
        self.kept.append(f"&#{name};")

    def handle_decl(self, decl):
        self.kept.append(f"<!{decl}>")


def _stays(name: str, value: str) -> bool:
    return value.startswith("#") if name == "href" else name in ("class", "id", "aria-label", "title", "lang")


def _tag(name, attrs) -> str:
    return "<" + " ".join([name, *(f'{key}="{escape(value or "")}"' for key, value in attrs)]) + ">"
