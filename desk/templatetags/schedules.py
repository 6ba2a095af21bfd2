"""Lets any page of a character show the panel desk/_schedule.html, and times in UTC."""

from django import template
from django.utils.html import format_html

from desk.reviewing.schedules import Plan, plan_of
from web import dates

register = template.Library()


@register.simple_tag(takes_context=True)
def plan(context) -> Plan:
    """What is scheduled for the page's character; the view's own, with a form that was refused, if there is one."""
    return context.get("schedule_plan") or plan_of(context["character"])


@register.simple_tag
def utc(moment) -> str:
    """“4 May 2026, 14:05 UTC”; static/js/desk/clock.js adds what the reader's own clock says."""
    return format_html(
        '<time datetime="{}" data-local>{} UTC</time>', moment.isoformat(), dates.short_moment(moment)
    )
