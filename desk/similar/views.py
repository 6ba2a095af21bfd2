"""The page of a character's similar ones: links, what is suggested, and the picture; and what is done there."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from characters import links, similarity
from characters.models import Character, SimilarityLink
from desk.pages import character_or_404, character_page, desk_page
from desk.similar import overview as similar_overview
from desk.similar.forms import ReasonForm, why
from desk.similar.overview import Offer

CHANGE = "characters.change_character"
GONE = gettext_lazy("That link is gone. These are left.")
# Each list that an offer may stand in, with the fragment that answers what is done there.
PLACES = {
    "offers": "desk/_offer.html",
    "found": "desk/_offer.html",
    "graph": "desk/_offer.html",
    "linking": "desk/_links.html",
    "links": "desk/_links.html",
    "rejected": "desk/_offers.html",
}
UNLINKED = "unlinked"  # in the session: what was removed last, so that it can be put back


@desk_page()
@require_safe
def similar(request, pk):
    character = character_or_404(pk)
    words = "".join(c for c in request.GET.get("q", "") if c.isprintable())[:100].strip()
    if request.htmx and "q" in request.GET:
        context = {**_found(character, words), "may_change": _may_change(request)}
        return render(request, "desk/_finder.html", context)
    return _page(request, character, _found(character, words), removed=_removed(request, character))


def _found(character, words):
    matches = similar_overview.search(character, words) if words else []
    return {"character": character, "words": words, "matches": matches}


def _removed(request, character):
    """What was removed from this character's links a moment ago, once."""
    removed = request.session.get(UNLINKED)
    if not removed or removed["character"] != character.pk:
        return None
    del request.session[UNLINKED]
    return removed


def _page(request, character, found=None, **context):
    context = {
        "overview": similar_overview.overview(character),
        "may_change": _may_change(request),
        **context,
    }
    context = {**(found or _found(character, "")), **context}
    title = _("Similar to %(name)s") % {"name": character.name}
    return character_page(request, character, "desk/similar.html", context, here="similar", title=title)


def _may_change(request):
    return request.user.has_perm(CHANGE)


def _go_back(request, character, part, sentence="", level=messages.SUCCESS):
    """To the page, for browsers without JavaScript."""
    if sentence:
        messages.add_message(request, level, sentence)
    return HttpResponseRedirect(f"{reverse('desk:similar', args=[character.pk])}#{part}")


def _number(request, name) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def _other(request) -> Character | None:
    return Character.objects.only("name", "live_edition").filter(pk=_number(request, "similar")).first()


def _offer(request, character, other) -> Offer:
    """With the reasons for it, where it is suggested."""
    place = request.POST.get("place", "")
    place = place if place in PLACES else "offers"
    row = character.suggestions.filter(similar=other).first()
    return Offer(character, other, row and row.score, row.reasons if row else [], place=place)


def _answer(request, character, place, **context):
    """For htmx: the part that was asked from, and on this page also the links, the warnings and the picture."""
    context = {"character": character, "may_change": True, "place": place, "part": PLACES[place], **context}
    if place != "graph":
        context.setdefault("overview", similar_overview.overview(character))
    return render(request, "desk/_similar_answer.html", context)


@desk_page(CHANGE)
@require_POST
def link_similar(request, pk):
    """Accept a suggestion, or link somebody found by name: one way, or both at once."""
    character, other = character_or_404(pk), _other(request)
    if other is None:
        return _go_back(request, character, "offers", _("Choose whom to link to."), messages.ERROR)
    offer = _offer(request, character, other)
    offer.form = offer.form_for(request.POST)
    if offer.form.is_valid() and _linked(request, offer):
        offer.outcome = "linked"
        return _said_linked(request, offer)
    overview = similar_overview.overview(character) if offer.place != "graph" or not request.htmx else None
    if overview:
        overview.put(offer)
    if request.htmx:
        return _answer(request, character, offer.place, offer=offer, overview=overview)
    return _page(request, character, overview=overview, refused=offer)


def _said_linked(request, offer):
    if request.htmx:
        return _answer(request, offer.character, offer.place, offer=offer)
    if offer.form.cleaned_data["both"]:
        sentence = _("The draft of %(one)s now links to %(other)s and back. Publish to show it.")
    else:
        sentence = _("The draft of %(one)s now links to %(other)s. Publish to show it.")
    names = {"one": offer.character.name, "other": offer.similar.name}
    return _go_on(request, offer, "links", sentence % names)


def _go_on(request, offer, part, sentence):
    if offer.place != "graph":
        return _go_back(request, offer.character, part, sentence)
    messages.success(request, sentence)
    return redirect("desk:graph")


def _linked(request, offer) -> bool:
    said = offer.form.cleaned_data
    position = _number(request, "position") if request.POST.get("position") else None
    try:
        links.link(
            offer.character.pk, offer.similar.pk, reason=said["reason"], reason_back=said["reason_back"],
            position=position, by=request.user,
        )  # fmt: skip
    except links.AlreadyLinked as already:
        offer.form.add_error(None, str(already))
    except links.LinkToItself:
        offer.form.add_error(None, _("A character cannot be similar to itself."))
    except Character.DoesNotExist:
        offer.form.add_error(None, _("One of the two was deleted a moment ago."))
    return not offer.form.errors


@desk_page(CHANGE)
@require_POST
def change_link(request, pk):
    """Give another reason, move up or down, or remove."""
    character = character_or_404(pk)
    link = _link(request, character)
    if link is None:
        return _go_back(request, character, "links", GONE, messages.ERROR)
    try:
        return _changed(request, character, link)
    except SimilarityLink.DoesNotExist:
        return _go_back(request, character, "links", GONE, messages.ERROR)


def _changed(request, character, link):
    match request.POST.get("do"):
        case "up" | "down" as way:
            links.move(link, 1 if way == "down" else -1, by=request.user)
        case "remove":
            return _remove(request, character, link)
        case _:
            form = ReasonForm(request.POST, key=f"link-{link.pk}")
            if not form.is_valid():
                return _refused(request, character, link, form=form)
            links.reword(link, form.cleaned_data["reason"], by=request.user)
    if request.htmx:
        return _answer(request, character, "links", changed=link)
    sentence = _("The draft is changed. Readers see it once it is published.")
    return _go_back(request, character, "links", sentence)


def _link(request, character) -> SimilarityLink | None:
    return character.similarity_links.select_related("similar").filter(pk=_number(request, "link")).first()


def _remove(request, character, link):
    was = links.unlink(link, by=request.user)
    removed = {"character": character.pk, "name": link.similar.name, **asdict(was)}
    if request.htmx:
        return _answer(request, character, "links", removed=removed)
    request.session[UNLINKED] = removed
    return _go_back(request, character, "links")


def _refused(request, character, link, **forms):
    """The links again, with what was typed in the row that it was typed in."""
    overview = similar_overview.overview(character)
    for row in overview.rows:
        if row.link.pk == link.pk:
            for name, form in forms.items():
                setattr(row, name, form)
    if request.htmx:
        return _answer(request, character, "links", overview=overview)
    return _page(request, character, overview=overview)


@desk_page(CHANGE)
@require_POST
def link_back(request, pk):
    """Link the other to this one, with a reason of its own."""
    character = character_or_404(pk)
    link = _link(request, character)
    if link is None:
        return _go_back(request, character, "links", GONE, messages.ERROR)
    label = why(link.similar.name, character.name)
    form = ReasonForm(request.POST, key=f"link-{link.pk}-back", label=label)
    if form.is_valid():
        try:
            links.link(link.similar_id, character.pk, reason=form.cleaned_data["reason"], by=request.user)
        except links.AlreadyLinked as already:
            form.add_error(None, str(already))
    if form.errors:
        return _refused(request, character, link, form_back=form)
    if request.htmx:
        return _answer(request, character, "links", changed=link)
    sentence = _("The draft of %(name)s now links back. Publish it to show that.")
    return _go_back(request, character, "links", sentence % {"name": link.similar.name})


@desk_page(CHANGE)
@require_POST
def suggest(request, pk):
    """Look again for somebody to suggest, at once."""
    character = character_or_404(pk)
    similarity.renew_for(character)
    if request.htmx:
        return _answer(request, character, "rejected", looked=True)
    return _go_back(request, character, "offers")


@desk_page(CHANGE)
@require_POST
def decide(request, pk):
    """Reject a suggestion for good, or take that back."""
    character, other = character_or_404(pk), _other(request)
    if other is None or other.pk == character.pk:
        return _go_back(request, character, "offers", _("Choose whom to decide on."), messages.ERROR)
    is_rejected = request.POST.get("decision") == "reject"
    (links.reject if is_rejected else links.take_back)(character.pk, other.pk, by=request.user)
    offer = _offer(request, character, other)
    if request.htmx:
        offer.outcome = "rejected" if is_rejected else "back"
        return _answer(request, character, offer.place, offer=offer)
    if is_rejected:
        sentence = _("%(one)s will not be suggested to %(other)s again.")
    else:
        sentence = _("%(one)s may be suggested to %(other)s again.")
    return _go_on(request, offer, "offers", sentence % {"one": other.name, "other": character.name})
