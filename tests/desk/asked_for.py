"""Which parameters a page looks for in its address: what it never looks for cannot change its answer."""

from contextlib import contextmanager
from unittest.mock import patch

from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

# Among the names: the page went through all that there are, as the lists of the admin do.
EVERY = "*"
LOOK_FOR_ONE = ("__getitem__", "__contains__", "getlist")
LOOK_AT_ALL = ("__iter__", "keys", "values", "items", "lists")


@contextmanager
def asked_for():
    """The set of names that pages look for from now on. Ask them without any parameter: reading one counts too."""
    names = set()
    watched = _watched(names)

    def parameters(request):
        return request.__dict__.setdefault("_parameters", watched(request.META["QUERY_STRING"]))

    with patch.object(WSGIRequest, "GET", property(parameters)):
        yield names


def _watched(names):
    """A QueryDict that notes which names it is asked for."""

    def noting(method, takes_name):
        original = getattr(QueryDict, method)

        def noted(self, *args, **kwargs):
            names.add(args[0] if takes_name else EVERY)
            return original(self, *args, **kwargs)

        return noted

    def urlencode(self, safe=None):
        # It treats all names alike, so it looks for none of them.
        plain = MultiValueDict(dict.items(self))
        return QueryDict.urlencode(plain, safe)

    methods = {method: noting(method, takes_name=True) for method in LOOK_FOR_ONE}
    methods |= {method: noting(method, takes_name=False) for method in LOOK_AT_ALL}
    return type("Watched", (QueryDict,), {**methods, "urlencode": urlencode})
