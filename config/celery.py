"""The Celery app, its queues and the whole periodic schedule."""

import logging
import os

from celery import Celery
from celery.contrib.django.task import DjangoTask
from celery.schedules import crontab
from celery.signals import before_task_publish, setup_logging, task_prerun
from django.db import transaction
from kombu.exceptions import OperationalError

from assets_app.trace import request_id

log = logging.getLogger("galley.queue")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Started(DjangoTask):
    """A broker that is away fails nobody's act: the row of work is saved, and the reconciler starts it later."""

    def delay_on_commit(self, *args, **kwargs) -> None:
        transaction.on_commit(lambda: self._start(args, kwargs))

    def _start(self, args, kwargs) -> None:
        try:
            self.delay(*args, **kwargs)
        except OperationalError:
            log.error("the broker took no %s", self.name)


app = Celery("galley", task_cls=Started)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_default_queue="default",
    task_store_errors_even_if_ignored=False,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    broker_connection_retry_on_startup=True,
    # Above the longest hard limit (960 s) plus the longest countdown (300 s); leases bring lost work back sooner.
    broker_transport_options={"visibility_timeout": 3600},
    timezone="UTC",
    task_routes={
        "assets_app.tasks.check_connection": {"queue": "interactive"},
        "assets_app.tasks.carry_transfer": {"queue": "transfers"},
        "assets_app.tasks.poll_videos": {"queue": "transfers"},
        "assets_app.tasks.push_folder": {"queue": "transfers"},
        "assets_app.tasks.ingest_upload": {"queue": "media"},
        "assets_app.tasks.make_renditions": {"queue": "media"},
        "assets_app.tasks.advance_run": {"queue": "sync"},
        "campaigns_app.*.publish_versions": {"queue": "interactive"},
        "campaigns_app.*.settle_previews": {"queue": "interactive"},
        "campaigns_app.*.fill_previews": {"queue": "interactive"},
        "campaigns_app.*.advance_run": {"queue": "sync"},
        "campaigns_app.*.fetch_window": {"queue": "sync"},
        "campaigns_app.*.read_back": {"queue": "sync"},
        "campaigns_app.*.fetch_found_media": {"queue": "media"},
    },
    beat_schedule={
        "reconcile assets": {"task": "assets_app.tasks.reconcile_assets", "schedule": 20},
        "reconcile campaigns": {"task": "campaigns_app.tasks.reconcile_campaigns", "schedule": 20},
        "start due runs": {"task": "assets_app.tasks.start_due_runs", "schedule": 60},
        "start due syncs": {"task": "campaigns_app.tasks.start_due_syncs", "schedule": 60},
        "check connections": {"task": "assets_app.tasks.check_connections", "schedule": 6 * 3600},
        "send notices": {"task": "assets_app.tasks.send_notices", "schedule": 300},
        "purge": {"task": "assets_app.tasks.purge", "schedule": crontab(hour=4, minute=0)},
        "purge previews": {
            "task": "campaigns_app.previews.tasks.purge_previews",
            "schedule": crontab(hour=4, minute=10),
        },
    },
)
app.autodiscover_tasks()


@setup_logging.connect
def keep_django_logging(**kwargs):
    """Celery would replace the redacting handlers with its own."""


@before_task_publish.connect
def send_request_id(headers=None, **kwargs):
    headers["request_id"] = request_id.get()


@task_prerun.connect
def take_request_id(task=None, **kwargs):
    request_id.set(getattr(task.request, "request_id", None) or "-")
