"""What the base template says of the site, without a context processor: error pages have none."""

from django import template
from django.conf import settings

from web import typography

register = template.Library()


@register.filter
def curled(text) -> str:
    return typography.curled(str(text))


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def site_url() -> str:
    """The site's own address, without a slash at the end."""
    return settings.SITE_URL
