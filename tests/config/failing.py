"""An application that fails, below the site's own settings: what a server then writes is what is looked at."""

import django

django.setup()


async def application(scope, receive, send):
    if scope["type"] == "http":
        raise ValueError("what a person wrote")
