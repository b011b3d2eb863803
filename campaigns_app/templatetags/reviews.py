"""Names of review items in templates: {% load reviews %}."""

from django import template

from campaigns_app.reviews.words import name_of

register = template.Library()
register.filter("item_name", name_of)
