"""Headers that tell browsers what a page may do: strict, with a policy of its own under /admin/."""

from functools import wraps

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.urls import reverse

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone", "payment", "usb",
    )
)  # fmt: skip


class PolicyMiddleware(CSPMiddleware):
    """Content-Security-Policy by what a page is, and Permissions-Policy on all."""

    def get_policy_parts(self, request, response, report_only=False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(reverse("admin:index")):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts

    def process_response(self, request, response):
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return super().process_response(request, response)


def let_be_framed(response):
    """Let our own pages show this one in a frame, and nobody else's. Every other page refuses all frames."""
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": [SELF]}
    return response


def may_be_framed(view):
    """A view whose answers stand in frames of our own pages."""

    @wraps(view)
    def framed(request, *args, **kwargs):
        return let_be_framed(view(request, *args, **kwargs))

    return framed
