from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AssetsConfig(AppConfig):
    name = "assets_app"
    label = "assets"
    verbose_name = "Library and connections"

    def ready(self):
        from assets_app import checks, guards, signals  # noqa: F401  checks and signals register themselves

        post_migrate.connect(guards.install_for, sender=self)
