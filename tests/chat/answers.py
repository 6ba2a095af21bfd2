"""What a page answers, as tests read it."""

HTMX = {"HX-Request": "true"}


def page_of(response) -> str:
    return response.content.decode()
