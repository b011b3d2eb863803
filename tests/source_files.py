"""The tracked source of the house, for tests that read it."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "assets_app", "campaigns_app", "graph_client", "graph_sandbox", "demo")
WINGS = ("creatives", "previews", "objects", "reviews", "launch", "insights")


@cache
def tracked() -> tuple[Path, ...]:
    """Files that git knows or would add, relative to the root."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return tuple(sorted(Path(name) for name in set(names) if (ROOT / name).is_file()))


def python_files(*tops: str) -> list[Path]:
    return [
        path for path in tracked() if path.suffix == ".py" and path.parts[0] in tops and "migrations" not in path.parts
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


def imports(path: Path) -> list[str]:
    """Dotted names of all that a file imports, "from x import y" as x.y, relative imports resolved."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(path.parts[: len(path.parts) - node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            found += [f"{module}.{alias.name}" for alias in node.names]
    return found


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
