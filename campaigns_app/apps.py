from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CampaignsConfig(AppConfig):
    name = "campaigns_app"
    label = "campaigns"
    verbose_name = "Creatives, reviews and results"

    def ready(self):
        from assets_app import guards
        from campaigns_app import subjects  # noqa: F401  adds its own kinds

        post_migrate.connect(guards.install_for, sender=self)
