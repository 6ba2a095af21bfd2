"""Fill in the admin's form of a character as a browser would: all it shows, with some of it changed."""

from django.forms import MultiWidget

ADD = "/admin/characters/character/add/"


def change_url(character) -> str:
    return f"/admin/characters/character/{character.pk}/change/"


def filled(client, url, **changes) -> dict:
    """What a browser would post after these changes; keys name inputs: ``starter_questions-0-spoken``."""
    response = client.get(url)
    assert response.status_code == 200
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(bound.field.widget, MultiWidget):
                data |= {
                    f"{bound.html_name}_{n}": part for n, part in enumerate(value or []) if part is not None
                }
                continue
            if value is not None and value is not False and bound.name != "portrait":
                data[bound.html_name] = value
    return data | changes


def row(prefix, number, **values) -> dict:
    """A row added to one of the lists, and the count that says so."""
    return {f"{prefix}-TOTAL_FORMS": number + 1} | {
        f"{prefix}-{number}-{name}": v for name, v in values.items()
    }
