"""Rows that are written once. The database refuses as well (`guards.py`); this says it before a query is sent."""

from assets_app.models.tenancy import TenantModel, TenantQuerySet


class Unchangeable(TypeError):
    """Code that would change what happened: a fault of ours, never of a person."""


class AppendOnlyQuerySet(TenantQuerySet):
    def update(self, **kwargs):
        raise Unchangeable(f"{self.model.__name__} is append-only.")

    def delete(self):
        raise Unchangeable(f"{self.model.__name__} is append-only.")

    def bulk_update(self, objs, fields, batch_size=None):
        raise Unchangeable(f"{self.model.__name__} is append-only.")


class AppendOnlyModel(TenantModel):
    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Unchangeable(f"{type(self).__name__} is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Unchangeable(f"{type(self).__name__} is append-only.")
