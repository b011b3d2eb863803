"""State: objects in one SQLite file, bytes in files beside it. Nothing acknowledged is lost on SIGKILL."""

import hashlib
import itertools
import json
import operator
import os
import shutil
import sqlite3
import threading
import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MOST_READ = 20_000  # objects in memory
MOST_LISTED = 300  # listings whose ids are in memory
MOST_WAITING = 500  # statements that may wait for each other
SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, parent TEXT NOT NULL,
    key TEXT NOT NULL, created REAL NOT NULL, json TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS objects_by_parent ON objects (kind, parent, seq);
CREATE INDEX IF NOT EXISTS objects_by_key ON objects (kind, parent, key);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, key);
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS calls (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
    params TEXT NOT NULL, status INTEGER NOT NULL, code INTEGER, bytes_in INTEGER NOT NULL, bytes_out INTEGER NOT NULL,
    milliseconds REAL NOT NULL, fault TEXT NOT NULL);
"""


class Stored(dict):
    """The fields of one object, "id" among them; kind, parent, key, created stand beside them.

    What lies inside a field is shared between readers: change an object by update(), never in place.
    """

    def __init__(self, row: sqlite3.Row):
        super().__init__(json.loads(row["json"]))
        self["id"] = self.id = row["id"]
        self.kind, self.parent, self.key = row["kind"], row["parent"], row["key"]
        self.created, self.seq = row["created"], row["seq"]

    def copy(self) -> "Stored":
        twin = Stored.__new__(Stored)
        dict.update(twin, self)
        twin.__dict__ = self.__dict__.copy()
        return twin


class Listing(Sequence):
    """A list of objects whose rows are read only when they are looked at."""

    def __init__(self, store: "Store", where: str, args: list[Any], newest_first: bool):
        self._store, self._where, self._args = store, where, args
        self._order, self._on, self._back = ("DESC", "<", ">") if newest_first else ("ASC", ">", "<")
        self._ids: Sequence[str] | None = None

    @property
    def question(self) -> Hashable:
        """The same for listings that ask for the same."""
        return self._where, tuple(self._args), self._order

    @property
    def ids(self) -> Sequence[str]:
        if self._ids is None:
            self._ids = self._store.ids_of(self._where, self._args, self._order)
        return self._ids

    def __len__(self) -> int:
        return len(self._ids) if self._ids is not None else self._select("COUNT(*) AS n", "", [], "ASC", "")[0]["n"]

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self._store.get_many(self.ids[index])
        return self._store.get(self.ids[index])

    def __iter__(self) -> Iterator[Stored]:
        for start in range(0, len(self.ids), 500):
            yield from self._store.get_many(self.ids[start : start + 500])

    def first(self, most: int) -> "Listing":
        """The same list, ended after `most` objects."""
        edge = self._select("seq", "", [], self._order, f" LIMIT 1 OFFSET {most - 1}")
        if not edge:
            return self
        sign = ">=" if self._order == "DESC" else "<="
        args = [*self._args, edge[0]["seq"]]
        return Listing(self._store, f"{self._where} AND seq {sign} ?", args, self._order == "DESC")

    def window(self, limit: int, *, after: str = "", before: str = "", offset: int = 0) -> list[Stored]:
        """At most `limit` objects behind or before the one with that id. ValueError when it is not in the list."""
        if before:
            found = self._select(
                "*", f" AND seq {self._back} ?", [self._seq(before)], _other(self._order), f" LIMIT {limit}"
            )
            return [self._store.stored(row) for row in reversed(found)]
        behind, args = (f" AND seq {self._on} ?", [self._seq(after)]) if after else ("", [])
        return [
            self._store.stored(row)
            for row in self._select("*", behind, args, self._order, f" LIMIT {limit} OFFSET {offset}")
        ]

    def goes_on(self, item: Stored, *, back: bool = False) -> bool:
        """Whether anything stands behind (or before) this object."""
        sign = self._back if back else self._on
        return bool(self._select("1", f" AND seq {sign} ?", [item.seq], "ASC", " LIMIT 1"))

    def _seq(self, object_id: str) -> int:
        found = self._select("seq", " AND id = ?", [object_id], "ASC", "")
        if not found:
            raise ValueError(object_id)
        return found[0]["seq"]

    def _select(self, what: str, more: str, args: list[Any], order: str, end: str) -> list[sqlite3.Row]:
        sql = f"SELECT {what} FROM objects WHERE {self._where}{more} ORDER BY seq {order}{end}"
        return self._store.execute(sql, [*self._args, *args])


class Chosen(Listing):
    """Some objects of a listing, in its order, by their ids."""

    def __init__(self, store: "Store", ids: Sequence[str]):
        self._store, self._ids = store, ids

    def window(self, limit: int, *, after: str = "", before: str = "", offset: int = 0) -> list[Stored]:
        ids = self.ids
        end = ids.index(before) if before else len(ids)
        start = max(0, end - limit) if before else ids.index(after) + 1 if after else offset
        return self._store.get_many(ids[start : min(end, start + limit)])

    def goes_on(self, item: Stored, *, back: bool = False) -> bool:
        return item.id != self.ids[0 if back else -1]

    def first(self, most: int) -> "Chosen":
        return Chosen(self._store, self.ids[:most])


def _other(order: str) -> str:
    return "ASC" if order == "DESC" else "DESC"


class Store:
    """Reads go through a memory of what was read before; every write takes out of it what it changes."""

    def __init__(self, folder: Path, now: Callable[[], float], salt: str = "galley"):
        self.folder, self._now, self._salt = Path(folder), now, salt
        self._lock = threading.RLock()
        self._depth = 0
        self._first: sqlite3.Connection | None = None
        self._read: dict[str, Stored] = {}
        self._found: dict[str, dict[tuple[str, str | None], str | None]] = defaultdict(dict)
        self._waiting: list[tuple[str, Callable[[], Sequence[Any]]]] = []
        self._written: dict[str, int] = defaultdict(int)
        self._writes = 0
        self._listed: dict[tuple[str, tuple[Any, ...], str], tuple[tuple[int, ...], list[str]]] = {}
        self._open()

    def _open(self) -> None:
        for name in ("blobs", "spool", "sessions"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(
            self.folder / "sandbox.sqlite3", check_same_thread=False, isolation_level=None, timeout=20
        )
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; may be nested: what an inner one wrote is undone with it alone, the outermost one commits. Other
        threads wait."""
        with self._lock:
            depth = self._depth
            self._db.execute(f"SAVEPOINT inner{depth}" if depth else "BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                self._db.execute(f"ROLLBACK TO inner{depth}" if depth else "ROLLBACK")
                if depth:
                    self._db.execute(f"RELEASE inner{depth}")
                self._forget_all()
                raise
            self._depth -= 1
            self._db.execute(f"RELEASE inner{depth}" if depth else "COMMIT")

    def execute(self, sql: str, args: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """One statement of SQL, for tables that a part of the sandbox keeps for itself."""
        with self._lock:
            return self._db.execute(sql, args).fetchall()

    def later(self, sql: str, args: Callable[[], Sequence[Any]]) -> None:
        """A statement that may wait for others: done by the next flush(), lost if the process dies before. Its values are
        worked out then, many at a time."""
        with self._lock:
            self._waiting.append((sql, args))
            if len(self._waiting) >= MOST_WAITING:
                self.flush()

    def flush(self) -> None:
        with self._lock:
            if not self._waiting:
                return
            waiting, self._waiting = self._waiting, []
            with self.transaction():
                for sql, rows in itertools.groupby(waiting, operator.itemgetter(0)):
                    self._db.executemany(sql, [args() for _, args in rows])

    def stored(self, row: sqlite3.Row) -> Stored:
        """The object of a row; what was read before is not read again."""
        with self._lock:
            known = self._read.get(row["id"])
            if known is None:
                if len(self._read) >= MOST_READ:
                    self._read.clear()
                known = self._read[row["id"]] = Stored(row)
            return known.copy()

    def _forget(self, object_id: str, kind: str) -> None:
        self._read.pop(object_id, None)
        self._found.pop(kind, None)
        self._written[kind] += 1
        self._writes += 1

    def _forget_all(self) -> None:
        for memory in (self._read, self._found, self._listed):
            memory.clear()
        self._written["*"] += 1
        self._writes += 1

    def writes(self, *kinds: str) -> tuple[int, ...]:
        """A value that changes with every write to an object of these kinds; without kinds, with every write at all."""
        written = self._written
        if not kinds:
            return (self._writes,)
        if len(kinds) == 1:
            return written[kinds[0]], written["*"]
        return (*[written[kind] for kind in kinds], written["*"])

    def keep(self, name: str, value: Any) -> None:
        """One value of the sandbox itself, over restarts."""
        with self.transaction():
            self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (name, json.dumps(value)))

    def kept(self, name: str) -> Any:
        rows = self.execute("SELECT json FROM kept WHERE name = ?", (name,))
        return json.loads(rows[0]["json"]) if rows else None

    def number(self, name: str) -> int:
        """The next number of a counter that survives a restart: 1, 2, 3 ..."""
        with self.transaction():
            self._db.execute("INSERT INTO counters VALUES (?, 0) ON CONFLICT DO NOTHING", (name,))
            self._db.execute("UPDATE counters SET value = value + 1 WHERE name = ?", (name,))
            return self._db.execute("SELECT value FROM counters WHERE name = ?", (name,)).fetchone()[0]

    def new_id(self, prefix: str = "") -> str:
        """An id of 16 digits (or prefix + the rest) that is the same in every run that does the same things."""
        digest = hashlib.sha256(f"{self._salt}:{self.number('id')}".encode()).hexdigest()
        digits = str(int(digest, 16))
        body = digits[10 : 10 + 16 - len(prefix)]
        return (prefix or str(1 + int(digits[-1]) % 8)) + body[: 16 - len(prefix or "1")]

    def add(
        self,
        kind: str,
        fields: dict[str, Any],
        *,
        parent: str = "",
        id: str | None = None,
        key: str = "",
        created: float | None = None,
    ) -> Stored:
        """Keep a new object. `key` is what find() looks for inside (kind, parent): a hash, a name, a token."""
        with self.transaction():
            object_id = id or self.new_id()
            values = (object_id, kind, parent, key, self._now() if created is None else created, _dump(fields))
            self._db.execute(
                "INSERT INTO objects (id, kind, parent, key, created, json) VALUES (?, ?, ?, ?, ?, ?)", values
            )
            self._forget(object_id, kind)
            return self.require(object_id)

    def get(self, object_id: str, kind: str | None = None) -> Stored | None:
        with self._lock:
            known = self._read.get(object_id)
            if known is not None:
                return known.copy() if kind in (None, known.kind) else None
            row = self._db.execute("SELECT * FROM objects WHERE id = ?", (str(object_id),)).fetchone()
            return self.stored(row) if row and kind in (None, row["kind"]) else None

    def look(self, object_id: str) -> Stored | None:
        """Like get(), for those who only look: the object is everybody's and may not be changed in any way."""
        return self._read.get(object_id) or self.get(object_id)

    def require(self, object_id: str, kind: str | None = None) -> Stored:
        """An object that its children or the seed guarantee. Raises LookupError when the file was tampered with."""
        item = self.get(object_id, kind)
        if item is None:
            raise LookupError(f"no {kind or 'object'} {object_id} in the sandbox's store")
        return item

    def get_many(self, ids: Sequence[str]) -> list[Stored]:
        """The objects of these ids in this order; ids that are gone are left out."""
        with self._lock:
            found = {object_id: self._read[object_id] for object_id in ids if object_id in self._read}
            missing = [object_id for object_id in ids if object_id not in found]
            marks = ",".join("?" * len(missing))
            for row in self.execute(f"SELECT * FROM objects WHERE id IN ({marks})", missing) if missing else ():
                found[row["id"]] = self.stored(row)
            return [found[object_id].copy() for object_id in ids if object_id in found]

    def ids_of(self, where: str, args: Sequence[Any], order: str) -> Sequence[str]:
        """The ids of a listing; they are looked up anew when an object of its kind was written. Not to be changed."""
        asked = (where, tuple(args), order)
        with self._lock:
            written = self.writes(args[0])
            known = self._listed.get(asked)
            if known is None or known[0] != written:
                if len(self._listed) >= MOST_LISTED:
                    self._listed.clear()
                rows = self.execute(f"SELECT id FROM objects WHERE {where} ORDER BY seq {order}", args)
                known = self._listed[asked] = (written, [row["id"] for row in rows])
            return known[1]

    def find(self, kind: str, key: str, *, parent: str | None = None) -> Stored | None:
        """The newest object of this kind with this key."""
        where, args = ("", [kind, key]) if parent is None else (" AND parent = ?", [kind, key, parent])
        sql = f"SELECT id FROM objects WHERE kind = ? AND key = ?{where} ORDER BY seq DESC LIMIT 1"
        with self._lock:
            known = self._found[kind]
            if (key, parent) not in known:
                if len(known) >= MOST_READ:
                    known.clear()
                rows = self.execute(sql, args)
                known[key, parent] = rows[0]["id"] if rows else None
            found = known[key, parent]
            return self.get(found) if found is not None else None

    def list(
        self, kind: str, *, parent: str | None = None, key: str | None = None, oldest_first: bool = False
    ) -> Listing:
        """Objects of a kind, newest first."""
        where, args = "kind = ?", [kind]
        for name, value in (("parent", parent), ("key", key)):
            if value is not None:
                where += f" AND {name} = ?"
                args.append(value)
        return Listing(self, where, args, not oldest_first)

    def update(
        self, object_id: str, fields: dict[str, Any] | None = None, *, parent: str | None = None, key: str | None = None
    ) -> Stored:
        """Merge `fields` into the object; a value of None removes that field."""
        with self.transaction():
            item = self.get(object_id)
            if item is None:
                raise KeyError(object_id)
            merged = {name: value for name, value in {**item, **(fields or {})}.items() if value is not None}
            values = (
                _dump(merged),
                item.parent if parent is None else parent,
                item.key if key is None else key,
                item.id,
            )
            self._db.execute("UPDATE objects SET json = ?, parent = ?, key = ? WHERE id = ?", values)
            self._forget(item.id, item.kind)
            return self.require(object_id)

    def delete(self, object_id: str) -> bool:
        with self._lock:
            item = self.get(object_id)
            if item is None:
                return False
            self._forget(item.id, item.kind)
            return self._db.execute("DELETE FROM objects WHERE id = ?", (object_id,)).rowcount == 1

    def remember(self) -> None:
        """Keep a copy of the present state in memory for return_to_first()."""
        with self._lock:
            self._first = sqlite3.connect(":memory:", check_same_thread=False)
            self._db.backup(self._first)

    def return_to_first(self) -> bool:
        """The state of remember() again, in milliseconds; False when there is none. Bytes stay: they are named by content."""
        with self._lock:
            if self._first is None:
                return False
            self._waiting.clear()
            self._first.backup(self._db)
            self._forget_all()
            return True

    def reset(self) -> None:
        """Forget everything, ids begin anew."""
        with self.transaction():
            self._waiting.clear()
            self._forget_all()
            for (table,) in self.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ):
                self._db.execute(f"DELETE FROM {table}")
        for name in ("blobs", "sessions"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            (self.folder / name).mkdir(exist_ok=True)

    def close(self) -> None:
        with self._lock:
            self.flush()
            self._db.close()

    def put_blob(self, source: bytes | Path) -> str:
        """Keep bytes, or move a file in; answers their name (sha256). The same bytes are kept once."""
        name = hashlib.sha256(source).hexdigest() if isinstance(source, bytes) else _sha256_of_file(source)
        target = self.blob_path(name)
        target.parent.mkdir(exist_ok=True)
        if isinstance(source, bytes):
            spooled = self.spool_path()
            spooled.write_bytes(source)
            source = spooled
        os.replace(source, target)
        return name

    def blob_path(self, name: str) -> Path:
        return self.folder / "blobs" / name[:2] / name

    def spool_path(self) -> Path:
        """A fresh path on the same disk, for bytes on their way in."""
        return self.folder / "spool" / uuid.uuid4().hex


def _dump(fields: dict[str, Any]) -> str:
    return json.dumps({name: value for name, value in fields.items() if name != "id"}, separators=(",", ":"))


def _sha256_of_file(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
