"""The rules of the house, read from its source."""

import ast
import inspect
import re

import pytest

from config.celery import app
from tests.source_files import PACKAGES, ROOT, WINGS, functions, imports, python_files, tracked, tree

MAY_IMPORT = {
    "graph_client": set(),
    "graph_sandbox": set(),
    "demo": set(),
    "assets_app": {"graph_client"},
    "campaigns_app": {"graph_client", "assets_app"},
    "config": {"graph_client", "assets_app", "campaigns_app"},
}
# What fills the demo, and what looks at its pages, stand between the demo's files and the product.
BRIDGES = {"campaigns_app/management/commands/galley_demo.py", "demo/states.py"}


def test_each_package_imports_only_what_stands_below_it():
    wrong = [
        f"{path} imports {name}"
        for top in PACKAGES
        for path in python_files(top)
        for name in imports(path)
        if name.split(".")[0] in {*PACKAGES} - {top} - MAY_IMPORT[top] and path.as_posix() not in BRIDGES
    ]
    assert wrong == []


def test_the_client_and_the_sandbox_know_no_django():
    wrong = [
        f"{path} imports {name}"
        for path in python_files("graph_client", "graph_sandbox")
        for name in imports(path)
        if name.split(".")[0] == "django"
    ]
    assert wrong == []


def test_a_wing_imports_only_wings_before_it():
    wrong = []
    for path in python_files("campaigns_app"):
        wing = path.parts[1]
        if wing not in WINGS:
            continue
        later = {f"campaigns_app.{name}" for name in WINGS[WINGS.index(wing) + 1 :]}
        wrong += [f"{path} imports {name}" for name in imports(path) if ".".join(name.split(".")[:2]) in later]
    assert wrong == []


@pytest.mark.parametrize("layer", ["models", "mapping", "forms", "views"])
def test_models_mapping_forms_and_views_never_reach_graph(layer):
    wrong = [
        f"{path} imports {name}"
        for path in python_files("assets_app", "campaigns_app")
        if layer in {*path.parts[:-1], path.stem}
        for name in imports(path)
        if name.startswith("graph_client")
    ]
    assert wrong == []


def test_services_import_no_task_and_no_view():
    wrong = [
        f"{path} imports {name}"
        for path in python_files("assets_app", "campaigns_app")
        if "services" in {*path.parts[:-1], path.stem}
        for name in imports(path)
        if name.split(".")[0] in PACKAGES and {"tasks", "views"} & {*name.split(".")[1:]}
    ]
    assert wrong == []


def test_no_python_file_is_over_450_lines_and_no_function_over_60():
    wrong = []
    for path in python_files(*PACKAGES, "tests", "benchmarks"):
        lines = len((ROOT / path).read_text().splitlines())
        wrong += [f"{path} has {lines} lines"] if lines > 450 else []
        for function in functions(path):
            length = function.end_lineno - function.lineno + 1
            wrong += [f"{path}:{function.lineno} {function.name} has {length} lines"] if length > 60 else []
    assert wrong == []


def test_no_template_has_an_inline_style_a_safe_filter_or_a_script():
    patterns = (
        r"\sstyle\s*=",
        r"\|\s*safe\b",
        r"autoescape\s+off",
        r"<style",
        r"<script(?![^>]*\bsrc=)",
        r"\son[a-z]+\s*=\s*[\"']",
    )
    wrong = [
        f"{path}: {found[0].strip()}"
        for path in tracked()
        if path.parts[0] == "templates" or "templates" in path.parts[1:2]
        for pattern in patterns
        for found in re.finditer(pattern, (ROOT / path).read_text())
        if not is_json(found.string[found.start() : found.start() + 80])
    ]
    assert wrong == []


def is_json(start: str) -> bool:
    """A data block is no script: nothing in it runs."""
    return 'type="application/json"' in start


def test_python_marks_no_text_as_safe():
    wrong = [
        f"{path} imports {name}"
        for path in python_files(*PACKAGES)
        for name in imports(path)
        if name in {"django.utils.safestring.mark_safe", "django.utils.safestring.SafeString"}
    ]
    assert wrong == []


def tasks():
    app.loader.import_default_modules()
    return [task for name, task in sorted(app.tasks.items()) if not name.startswith("celery.")]


def test_each_task_is_acknowledged_late_keeps_no_result_and_takes_ids_only():
    wrong = []
    for task in tasks():
        names = [name for name in inspect.signature(task.run).parameters if name != "self"]
        if not (task.acks_late and task.ignore_result and task.reject_on_worker_lost):
            wrong.append(f"{task.name}: acks_late, ignore_result, reject_on_worker_lost")
        wrong += [f"{task.name}({name})" for name in names if not re.fullmatch(r"pks?|\w+_(id|ids|pk)", name)]
    assert wrong == []
    assert len(tasks()) > 8


def test_each_task_is_hardly_more_than_a_call():
    long = [task.name for task in tasks() if len(inspect.getsource(task.run).splitlines()) > 22]
    assert long == []


NO_TENANCY = {"Quota"}  # one allowance of Meta, shared by every business that uses the account


def test_views_ask_for_rows_of_their_member_only():
    """`visible_to(member)`, `of(...)`, `of_user(...)` and a screen's own `for_...(member)`; nothing else starts in a view."""
    wrong = []
    for path in python_files("assets_app", "campaigns_app"):
        if "views" not in {*path.parts[:-1], path.stem}:
            continue
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Attribute)
                and node.value.attr == "objects"
                and ast.unparse(node.value.value) not in NO_TENANCY
                and not re.fullmatch(r"visible_to|of|of_user|for_\w+|none", node.attr)
            ):
                wrong.append(f"{path}:{node.lineno} {ast.unparse(node)}")
    assert wrong == []


def test_the_clock_is_ours_everywhere():
    wrong = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path in python_files("assets_app", "campaigns_app")
        if path.name not in {"clock.py", "purging.py"}  # a file on disk has the real time
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and re.search(r"\b(timezone\.now|datetime\.(now|today|utcnow)|date\.today|time\.time)$", ast.unparse(node))
    ]
    assert wrong == []


def test_rows_are_dated_by_the_one_clock():
    """Django's `auto_now` and `auto_now_add` read the machine's clock, and no update of a queryset moves them."""
    wrong = [
        f"{path}: {name}"
        for path in python_files("assets_app", "campaigns_app")
        for name in re.findall(r"\bauto_now\w*", (ROOT / path).read_text())
    ]
    assert wrong == []


def test_no_tracked_file_names_this_machine_or_a_registry():
    """Spelt in pieces, so that this file does not name them either."""
    forbidden = [
        "/wo" + "rk/",
        "/ho" + "me/",
        "/ro" + "ot/",
        "pypi" + ".org",
        "registry.npm" + "js",
        "pythonhosted" + ".org",
    ]
    wrong = []
    for path in tracked():
        if path.suffix in {".webp", ".woff", ".woff2", ".png", ".jpg", ".mp4", ".js"} or "vendor" in path.parts:
            continue
        text = (ROOT / path).read_text(errors="ignore")
        wrong += [f"{path}: {one}" for one in forbidden if one in text]
    assert wrong == []
