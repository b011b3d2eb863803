"""The table of edges tells of every edge."""

from pathlib import Path

import graph_sandbox
from graph_sandbox import handlers
from graph_sandbox.routes import TABLE


def test_every_edge_stands_in_the_readme():
    handlers.load()
    text = (Path(graph_sandbox.__file__).parent / "README.md").read_text()

    missing = [name for name in TABLE.names if f"`{name}`" not in text and "/_control" not in name]

    assert missing == []
