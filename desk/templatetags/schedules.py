"""Lets any page of a character show the panel desk/_schedule.html."""

from django import template

from desk.schedules import Plan, plan_of

register = template.Library()


@register.simple_tag(takes_context=True)
def plan(context) -> Plan:
    """What is scheduled for the page's character; the view's own, with a form that was refused, if there is one."""
    return context.get("schedule_plan") or plan_of(context["character"])
