"""How a text will look: the preview that the Markdown fields of a form ask for."""

from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from desk.pages import desk_page
from engines.text import clean
from web.markdown import MAX_SOURCE
from web.markdown import render as rendered


@desk_page()
@require_POST
def preview(request):
    """What was typed, by the same sanitizer as the page's; nothing is kept."""
    text = clean(request.POST.get("text", "")).strip()
    context = {"html": mark_safe(rendered(text)), "is_cut": len(text) > MAX_SOURCE, "most": MAX_SOURCE}
    return render(request, "desk/_written.html", context)
