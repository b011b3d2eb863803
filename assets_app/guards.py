"""Rules that the database keeps itself, whoever writes: append-only tables, frozen columns, parents of one business.

Each app names its rules in `guards.py: RULES`; they are laid anew after every migration, because Django rebuilds a
SQLite table on AlterField and the triggers go with the old one.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connections


@dataclass(frozen=True)
class AppendOnly:
    """No UPDATE and no DELETE."""

    model: str


@dataclass(frozen=True)
class Frozen:
    """Columns that stay as they are once `condition` (SQL over OLD) holds."""

    model: str
    fields: tuple[str, ...]
    condition: str


@dataclass(frozen=True)
class KeepsOne:
    """No UPDATE and no DELETE that leaves a business without a row for which `condition` holds ({row} is its name)."""

    model: str
    condition: str


@dataclass(frozen=True)
class SameBusiness:
    """Each foreign key to a row that has a business must point to one of the same business."""

    model: str


RULES = (
    AppendOnly("assets.ActivityEntry"),
    KeepsOne("assets.Member", "{row}.role = 'admin' AND {row}.left_at IS NULL"),
    Frozen("assets.AssetVersion", ("file", "sha256", "mime", "size"), "OLD.file <> ''"),
    SameBusiness("assets.Access"),
    SameBusiness("assets.AdAccount"),
    SameBusiness("assets.Asset"),
    SameBusiness("assets.AssetVersion"),
    SameBusiness("assets.Folder"),
    SameBusiness("assets.InstagramAccount"),
    SameBusiness("assets.Invitation"),
    SameBusiness("assets.Notice"),
    SameBusiness("assets.SyncRun"),
    SameBusiness("assets.Transfer"),
    SameBusiness("assets.Upload"),
    SameBusiness("assets.Connection"),
    SameBusiness("assets.ActivityEntry"),
)


def install_for(sender, using="default", **kwargs):
    """The `post_migrate` handler of both apps."""
    module = __import__(f"{sender.name}.guards", fromlist=["RULES"])
    for rule in module.RULES:
        install(rule, using)


def install(rule, using="default"):
    connection = connections[using]
    with connection.cursor() as cursor:
        for trigger in triggers(rule):
            for statement in trigger.sql(connection.vendor):
                cursor.execute(statement)


def missing(rules, using="default") -> list[str]:
    """Names of the triggers that should stand and do not."""
    connection = connections[using]
    table = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        table = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(table)
        present = {row[0] for row in cursor.fetchall()}
    return [trigger.name for rule in rules for trigger in triggers(rule) if trigger.name not in present]


@dataclass(frozen=True)
class Trigger:
    name: str
    table: str
    event: str
    condition: str
    message: str

    def sql(self, vendor: str) -> list[str]:
        return self._postgresql() if vendor == "postgresql" else self._sqlite()

    def _sqlite(self):
        yield f"DROP TRIGGER IF EXISTS {self.name}"
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} WHEN {self.condition}"
            f" BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def _postgresql(self):
        row = "OLD" if self.event == "DELETE" else "NEW"
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $$ BEGIN IF {self.condition} THEN"
            f" RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            f" RETURN {row}; END $$ LANGUAGE plpgsql"
        )
        yield f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}"
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )


def triggers(rule) -> list[Trigger]:
    model = apps.get_model(rule.model)
    table = model._meta.db_table
    if isinstance(rule, AppendOnly):
        return [
            Trigger(f"guard_{table}_{event.lower()}", table, event, "1 = 1", f"{rule.model} is append-only")
            for event in ("UPDATE", "DELETE")
        ]
    if isinstance(rule, Frozen):
        columns = [model._meta.get_field(name).column for name in rule.fields]
        changed = " OR ".join(f"{_text(model, c, 'NEW')} <> {_text(model, c, 'OLD')}" for c in columns)
        condition = f"({rule.condition}) AND ({changed})"
        return [Trigger(f"guard_{table}_frozen", table, "UPDATE", condition, f"{rule.model} is frozen")]
    if isinstance(rule, KeepsOne):
        return [_keeps_one(table, rule, event) for event in ("UPDATE", "DELETE")]
    return _same_business(model, table, rule)


def _keeps_one(table: str, rule: KeepsOne, event: str) -> Trigger:
    holds = rule.condition.format
    goes = f"{holds(row='OLD')}"
    if event == "UPDATE":
        goes += f" AND NOT ({holds(row='NEW')} AND NEW.business_id = OLD.business_id)"
    other = f"SELECT 1 FROM {table} o WHERE o.business_id = OLD.business_id AND o.id <> OLD.id AND {holds(row='o')}"
    name = f"guard_{table}_keeps_one_{event.lower()}"
    return Trigger(name, table, event, f"{goes} AND NOT EXISTS ({other})", f"{rule.model} keeps one")


def _text(model, column: str, row: str) -> str:
    """A column as text that can be compared: NULL as '', JSON as its text."""
    return f"COALESCE(CAST({row}.{column} AS text), '')"


def _same_business(model, table, rule) -> list[Trigger]:
    foreign = []
    for field in model._meta.concrete_fields:
        parent = field.related_model
        if parent is None or field.name == "business" or "business_id" not in {f.attname for f in parent._meta.fields}:
            continue
        foreign.append(
            f"EXISTS (SELECT 1 FROM {parent._meta.db_table} p WHERE p.{parent._meta.pk.column} = NEW.{field.column}"
            f" AND p.business_id <> NEW.business_id)"
        )
    condition = " OR ".join(foreign)
    message = f"{rule.model} points into another business"
    return [
        Trigger(f"guard_{table}_business_{event.lower()}", table, event, condition, message)
        for event in ("INSERT", "UPDATE")
    ]
