"""The field in which editors say what writes a character's replies: engines in the order in which they are asked."""

from django import forms
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from engines import order
from engines.registry import CURATED, OPENAI_COMPATIBLE, SCRIPTED

ENGINES = {
    CURATED: gettext_lazy("the editors' words, no language model"),
    OPENAI_COMPATIBLE: gettext_lazy("the site's language model"),
    SCRIPTED: gettext_lazy("a script, for development"),
}


def engines_here() -> dict[str, str]:
    """The engines that work on this site, each with what it is."""
    here = {CURATED: ENGINES[CURATED]}
    if settings.OPENAI_BASE_URL:
        here[OPENAI_COMPATIBLE] = ENGINES[OPENAI_COMPATIBLE]
    here |= dict.fromkeys(settings.ENGINE_SERVERS, gettext_lazy("a language model on a server of this name"))
    return here | ({SCRIPTED: ENGINES[SCRIPTED]} if settings.DEBUG else {})


def useful_orders() -> list[str]:
    """What most characters want: each engine alone, and each model with the editors' words behind it."""
    models = [name for name in engines_here() if name != CURATED]
    return [CURATED, *(written for name in models for written in (name, order.written([name, CURATED])))]


class OrderInput(UnfoldAdminTextInputWidget):
    """A line to type in, with useful orders to choose from."""

    def render(self, name, value, attrs=None, renderer=None):
        choices = f"{(attrs or {}).get('id') or name}-orders"
        typed = super().render(name, value, {**(attrs or {}), "list": choices}, renderer)
        offered = format_html_join("", '<option value="{}"></option>', ((each,) for each in useful_orders()))
        return format_html('{}<datalist id="{}">{}</datalist>', typed, choices, offered)


class EngineOrderField(forms.CharField):
    """Engines with commas between, as ``openai_compatible:llama3, curated``; ``kept`` is what stood there before."""

    widget = OrderInput
    kept = ""

    def to_python(self, value) -> str:
        return order.written(order.read_order(super().to_python(value)))

    def validate(self, value):
        super().validate(value)
        # What another site, or this one with other settings, knows stays until it is taken out.
        known = {*engines_here(), *map(order.name_of, order.read_order(self.kept))}
        for engine in order.read_order(value):
            if order.name_of(engine) not in known:
                raise forms.ValidationError(
                    _(
                        "“%(engine)s” is no engine of this site. Write one of these, or several with commas between: "
                        "%(engines)s."
                    )
                    % {"engine": engine, "engines": ", ".join(engines_here())}
                )


def help_text() -> str:
    here = "; ".join(f"{name} ({what})" for name, what in engines_here().items())
    return _(
        "What writes this character's replies. Several, with commas between, are asked in this order: when one "
        "fails, the next writes. Here there are: %(engines)s. A model's name may follow after a colon. Empty: what the "
        "site is set to use."
    ) % {"engines": here}
