"""Is this process alive, and is all that it needs there."""

import os

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from kombu.exceptions import OperationalError

import assets_app.guards
import campaigns_app.guards
from assets_app.access import open_view


@open_view()
def healthz(request):
    return JsonResponse({"alive": True})


@open_view()
def readyz(request):
    checks = {"database": database_ready(), "broker": broker_ready(), "uploads": uploads_ready()}
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def database_ready() -> bool:
    """Reachable, migrated, and guarded."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        return not assets_app.guards.missing(assets_app.guards.RULES + campaigns_app.guards.RULES)
    except DatabaseError:
        return False


def broker_ready() -> bool:
    try:
        with current_app.connection_for_read(transport_options={"max_retries": 1}) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
        return True
    except (OperationalError, OSError):
        return False


def uploads_ready() -> bool:
    settings.UPLOAD_DIR.mkdir(parents=True, exist_ok=True)
    return os.access(settings.UPLOAD_DIR, os.W_OK)
