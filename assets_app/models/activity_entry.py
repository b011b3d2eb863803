from django.db import models

from assets_app import clock
from assets_app.models.append_only import AppendOnlyModel, AppendOnlyQuerySet
from assets_app.permissions import can


class ActivityEntryQuerySet(AppendOnlyQuerySet):
    def visible_to(self, member):
        """How well an account is protected is for its person and for admins: others would learn the weakest door."""
        found = super().visible_to(member)
        if can(member, "member.edit"):
            return found
        return found.exclude(models.Q(verb__startswith="account.") & ~models.Q(member=member))

    def about(self, subject: str):
        """Of one thing, and of what is a part of it: a reading of an ad account, a review of a creative."""
        return self.filter(models.Q(subject=subject) | models.Q(within=subject))

    def of_kind(self, kind: str):
        """Of one kind of thing; a range, because an index answers it on every database (';' comes after ':')."""
        return self.filter(subject__gt=f"{kind}:", subject__lt=f"{kind};")


class ActivityEntry(AppendOnlyModel):
    """Who did what to which thing, when. Append-only: the model and the database refuse changes.

    It holds no name and no e-mail of a person: people are numbers here, their names stand in a row that can be erased.
    """

    at = models.DateTimeField(default=clock.now)
    member = models.ForeignKey("assets.Member", null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, help_text="Kind and number of the row, such as asset:42.")
    within = models.CharField(max_length=60, blank=True, help_text="The thing of which the subject is a part, if any.")
    text = models.CharField(max_length=300)
    before = models.JSONField(default=dict, help_text="What changed, as it was.")
    after = models.JSONField(default=dict, help_text="What changed, as it became.")
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    objects = ActivityEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activity entries"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["business", "subject", "id"], name="activity_of_a_thing"),
            models.Index(fields=["business", "within", "id"], name="activity_within_a_thing"),
            models.Index(fields=["business", "member", "id"], name="activity_of_a_person"),
            models.Index(fields=["business", "id"], name="activity_of_a_business"),
        ]

    def __str__(self):
        return self.text
