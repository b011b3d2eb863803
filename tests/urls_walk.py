"""Every URL of the project, as the resolver knows it."""

from django.urls import URLPattern, URLResolver, get_resolver


def walk(patterns=None, namespace=""):
    """(full name, pattern) of each URL."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or entry.pattern}", entry
