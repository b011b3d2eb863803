"""What the house promises of its tables, its addresses and its page files, read from the running project."""

import re

from django.apps import apps

import assets_app.guards
import campaigns_app.guards
from assets_app.models.work import Work
from tests.source_files import ROOT, tracked
from tests.urls_walk import walk

TABLES = [model for model in apps.get_models() if model._meta.app_label in ("assets", "campaigns")]
RULES = assets_app.guards.RULES + campaigns_app.guards.RULES
MOST_LINES = {".css": 150, ".js": 150, ".html": 90}


def has_business(model) -> bool:
    return any(field.name == "business" for field in model._meta.fields)


def points_into_a_business(model) -> bool:
    """Whether a row of it could name a row of somebody else's business."""
    return any(field.is_relation and has_business(field.related_model) for field in model._meta.fields)


def test_each_table_of_work_is_looked_for_by_a_reconciler():
    looking = [path for path in tracked() if path.name in ("reconciling.py", "tasks.py")]
    source = "\n".join((ROOT / path).read_text() for path in looking)
    lost = [
        model.__name__ for model in TABLES if issubclass(model, Work) and f"{model.__name__}.objects.due(" not in source
    ]
    assert lost == []
    assert len(looking) > 4


def test_no_row_can_name_a_row_of_another_business():
    guarded = {rule.model for rule in RULES if isinstance(rule, assets_app.guards.SameBusiness)}
    tables = {model._meta.label for model in TABLES if has_business(model) and points_into_a_business(model)}
    assert tables - guarded == set()


def test_each_rule_of_the_database_names_a_table_that_is_there():
    assert {rule.model for rule in RULES} - {model._meta.label for model in TABLES} == set()


def test_each_address_is_answered_by_the_view_of_its_name():
    wrong = [
        f"{name}: {pattern.callback.__module__}.{pattern.callback.__name__}"
        for name, pattern in walk()
        if not name.startswith("admin:") and not pattern.callback.__module__.startswith("allauth.")
        if pattern.callback.__name__ != re.sub("-", "_", name.rpartition(":")[2])
    ]
    assert wrong == []


def test_no_style_sheet_script_or_template_is_too_long_to_be_read_at_once():
    lengths = {
        path: len((ROOT / path).read_text().splitlines())
        for path in tracked()
        if path.parts[0] in ("static", "templates") and "vendor" not in path.parts and path.suffix in MOST_LINES
    }
    assert {path.as_posix(): count for path, count in lengths.items() if count > MOST_LINES[path.suffix]} == {}


def test_no_template_names_an_address_of_another_site():
    wrong = [
        f"{path}: {found}"
        for path in tracked()
        if path.parts[0] == "templates"
        for found in re.findall(r"(?:src|action|hx-get|hx-post)=[\"'](?:https?:)?//[^\"']*", (ROOT / path).read_text())
    ]
    assert wrong == []
