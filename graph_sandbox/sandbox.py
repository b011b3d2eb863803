"""Sandbox: store, clock, faults, limits and settings tied together, and the way of one call through them."""

import dataclasses
import json
import re
import shutil
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from . import auth, batch, calls, debug, errors, faults, fields, handlers, routes, seeds, uploads, versions
from .clock import Clock
from .insights.remembered import Remembered
from .limits import Limits
from .request import Request
from .response import Response
from .settings import Settings
from .standing import Standing
from .store import Listing, Store
from .story import Story

HIDDEN = (
    "token",
    "login_code",
    "app_grant",
    "folder_share",
    "creative_asset_tag",
    "upload_session",
    "app_upload",
)  # kept in the store, no nodes
LIKE_AN_ID = re.compile(r"(act_)?[0-9_]+(:[0-9a-f]+)?")  # of an image too: account:hash
MOST_IDS = 50
PUBLIC = ("/oauth/access_token", "/oauth/client_code", "/debug_token", "/oauth/revoke")


class Sandbox:
    """One pretended Meta. Without `data_dir` everything lies in a folder that close() removes.

    `settings` are the names of settings.Settings, for example video_polls=3.
    """

    def __init__(
        self,
        data_dir: str | Path | None = None,
        seed: str = "demo",
        partner: bool = True,
        clock: Clock | None = None,
        public_url: str | None = None,
        **settings: Any,
    ):
        self._own_folder = None if data_dir else tempfile.mkdtemp(prefix="graph-sandbox-")
        self.clock = clock or Clock.from_environment()
        self._given = {"control": seed == "demo", **settings}
        self.settings = Settings()
        self.settings.change(self._given)
        self.partner, self.seed, self.public_url = partner, seed, public_url
        self.store = Store(Path(data_dir or self._own_folder or "."), self.clock.now)
        if (turned := self.store.kept("clock")) is not None:
            self.clock.resume(turned)
        self.clock.changed = lambda clock: self.store.keep("clock", clock.state())
        self.faults = faults.Faults()
        self.limits, self.answers, self.standing = Limits(self), Remembered(), Standing(self)
        self.stories: dict[str, tuple[tuple[int, ...], Story]] = {}
        handlers.load()
        if seeds.fill(self):
            self.store.remember()

    def reset(self) -> None:
        """Everything as it was at the first start with this seed: objects, ids, settings, clock, faults, limits, log."""
        if not self.store.return_to_first():
            self.store.reset()
            seeds.fill(self)
        self.settings.reset(self._given)
        self.clock.reset()
        self.faults.clear()
        self.limits.clear()
        self.answers.clear()
        self.standing.clear()
        self.stories.clear()

    def close(self) -> None:
        self.store.close()
        if self._own_folder:
            shutil.rmtree(self._own_folder, ignore_errors=True)

    def url(self, request: Request | None = None) -> str:
        """The address under which clients and browsers reach this server, without a slash at the end."""
        if self.public_url:
            return self.public_url.rstrip("/")
        return f"http://{request.host if request else '127.0.0.1'}"

    def handle(self, request: Request) -> Response:
        """One call from request to response; never raises."""
        started, fault = time.perf_counter(), None
        if request.method == "HEAD":
            request.method = "GET"  # the server leaves the body out
        try:
            if found := routes.find(routes.TABLE.pages, request.method, request.path):
                handler, parts = found
                page = handler(self, request, **parts)
                return page if isinstance(page, Response) else Response.json(page)
            self._wait(request)
            fault = self._fault(request)
            response = self._faulty(request, fault) or self._answered(request)
            if fault is not None and fault.action == "answer_lost":
                response.action = "reset"
        except Exception as error:
            response = self._failed(request, error)
        if not request.path.startswith("/_control"):
            milliseconds = (time.perf_counter() - started) * 1000
            calls.record(
                self.store, self.clock.glance(), request, response, milliseconds, fault.action if fault else ""
            )
        return response

    def _fault(self, request: Request) -> faults.Fault | None:
        asked = faults.from_header(request) if self.settings.control else None
        return asked or self.faults.take(
            request.method, request.path, lambda fault: fault.action not in ("cut", "wrong_offset", "null")
        )

    def _faulty(self, request: Request, fault: faults.Fault | None) -> Response | None:
        if fault is None:
            return None
        if fault.action == "stall":
            time.sleep(fault.seconds)
        if fault.action == "reset":
            return Response(status=0, action="reset")
        if fault.action == "error":
            raise fault.error()
        if fault.action == "duplicate":
            self._first_of_two(request)
        return None

    def _first_of_two(self, request: Request) -> None:
        """Do the work once for an answer that nobody gets; the request stays as it was."""
        twin = dataclasses.replace(request, params=dict(request.params), notes={}, files=[])
        twin.files += [file.again(self.store.spool_path()) for file in request.files]
        try:
            self._answered(twin)
        except errors.GraphFault:
            return
        finally:
            for file in twin.files:
                file.path.unlink(missing_ok=True)

    def _answered(self, request: Request) -> Response:
        debug.check_callback(request)
        if request.path not in PUBLIC:
            auth.identify(self, request)
        if request.method == "POST" and "batch" in request.params and request.path.count("/") < 2:
            return debug.as_script(request, batch.run(self, request))
        request.notes |= {"account": self._account_of(request), "now": self.clock.now}
        self.limits.charge(request)
        return self._finished(request, self.standing.answer(request, self.dispatch))

    def _account_of(self, request: Request) -> str:
        """The ad account that the first part of the path is or belongs to, "" if none."""
        first = request.path.strip("/").split("/", 1)[0] or self._named(request)
        if not first and "ids" in request.params:
            first = next((str(one).strip() for one in request.list("ids")), "")  # the others are charged beside it
        if first.startswith("act_"):
            return first
        item = self.store.look(first) or uploads.video_in_progress(self, first)
        return str(item.get("account_id") or item.parent) if item is not None and item.kind != "token" else ""

    def dispatch(self, request: Request) -> Any:
        """Find the handler of an API call and run it."""
        if found := routes.find(routes.TABLE.routes, request.method, request.path):
            handler, parts = found
            arguments = {name: self._part(request, name, value) for name, value in parts.items()}
            return self._shaped(request, handler(self, request, **arguments))
        first, _, name = request.path.strip("/").partition("/")
        if not first and "ids" in request.params:
            return self._several(request)
        return self._on_object(request, first or self._named(request), name)

    def _named(self, request: Request) -> str:
        """GET /?id=ID is GET /ID (line 17072)."""
        return str(request.params.get("id") or "") if request.method == "GET" and "ids" not in request.params else ""

    def _part(self, request: Request, name: str, value: str) -> Any:
        return auth.account(self, request, value) if name == "account" else value

    def _on_object(self, request: Request, object_id: str, name: str) -> Any:
        if object_id == "me":
            object_id = request.caller["user_id"]
        item = self.store.get(object_id)
        if item is None and request.method == "GET" and not name:
            item = uploads.video_in_progress(self, object_id)
        if item is None:
            if LIKE_AN_ID.fullmatch(object_id):
                raise errors.unknown_object(object_id, request.method)
            raise errors.unknown_path(request.path)
        if item.kind in HIDDEN:
            raise errors.unknown_object(object_id, request.method)
        for account in {item.id, request.notes.get("account", "")}:
            if account.startswith("act_"):
                auth.account_by_id(self, request, account)
        if not name:
            return self._node(request, item)
        handler = routes.TABLE.edges.get((request.method, item.kind, name))
        if handler is None:
            raise self._no_edge(request, item, name)
        return self._shaped(request, handler(self, request, item))

    def _node(self, request: Request, item: Any) -> Any:
        handler = routes.TABLE.nodes.get((request.method, item.kind))
        if handler is not None:
            return self._shaped(request, handler(self, request, item))
        if request.method == "GET" and item.kind in routes.TABLE.kinds:
            return fields.shown(self, request, item)
        raise errors.unknown_object(item.id, request.method)

    def _no_edge(self, request: Request, item: Any, name: str) -> errors.GraphFault:
        if "/" in name:
            return errors.unknown_path(request.path)
        if request.method == "GET" and not any(key[1:] == (item.kind, name) for key in routes.TABLE.edges):
            kind = routes.TABLE.kinds.get(item.kind)
            return errors.unknown_field(name, kind.type_name if kind else item.kind)
        return errors.unknown_object(item.id, request.method)

    def _several(self, request: Request) -> dict[str, Any]:
        """?ids=a,b. Each id is one call for the limits."""
        if versions.at_least(request.version, versions.NO_IDS):
            raise errors.invalid("The ids query parameter is deprecated in v26.0+", blame="ids")
        ids = list(dict.fromkeys(str(value).strip() for value in request.list("ids")))
        if len(ids) > MOST_IDS:
            raise errors.invalid(f"Param ids must have at most {MOST_IDS} ids", blame="ids")
        found = {}
        for number, object_id in enumerate(ids):
            one = dataclasses.replace(request, path=f"/{object_id}", notes={**request.notes})
            one.notes["account"] = self._account_of(one)
            if number:
                self.limits.charge(one)
            found[object_id] = self._on_object(one, object_id, "")
        return found

    def _shaped(self, request: Request, answer: Any) -> Any:
        """Lists as pages; what a write answers with an id is read at once when it asks for `fields`."""
        if request.method == "GET" and isinstance(answer, (list, Listing)):
            return fields.rows(self, request, answer, fields.asked(request))
        if request.method == "POST" and request.params.get("fields") and isinstance(answer, dict) and "id" in answer:
            made = self.store.get(str(answer["id"]))
            if made is not None and made.kind in routes.TABLE.kinds and made.kind not in HIDDEN:
                return {**answer, **fields.shown(self, request, made)}
        return answer

    def _finished(self, request: Request, answer: Any) -> Response:
        if isinstance(answer, Response):
            response = answer
        else:
            if request.params.get("debug") and isinstance(answer, dict):
                answer = {**answer, "__debug__": {"messages": debug.messages(request)}}
            response = debug.as_script(request, Response.json(answer))
        self._add_headers(request, response)
        return self._unchanged(request, response) or response

    def _unchanged(self, request: Request, response: Response) -> Response | None:
        """ETag on reads; 304 when the asker has it already."""
        if request.method != "GET" or response.status != 200 or response.file:
            return None
        tag = response.headers.get("ETag") or response.etag()
        response.headers["ETag"] = tag
        known = request.headers.get("if-none-match")
        if not known or not {"*", tag} & {one.strip().removeprefix("W/") for one in known.split(",")}:
            return None
        return Response(304, headers={name: text for name, text in response.headers.items() if name != "Content-Type"})

    def _add_headers(self, request: Request, response: Response) -> None:
        headers = response.headers
        headers.setdefault("facebook-api-version", f"v{request.version}")
        trace = headers.get("x-fb-trace-id") or debug.trace()
        headers |= {
            "x-fb-trace-id": trace,
            "x-fb-request-id": trace,
            "x-fb-rev": debug.REVISION,
            "X-FB-Debug": trace * 2,
        }
        response.headers = {**self.limits.headers(request), **headers}

    def _failed(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, errors.GraphFault):
            traceback.print_exception(error)
            error = errors.from_code(1, message=f"(#1) {type(error).__name__} inside the sandbox")
        elif error.code == 100:
            self.limits.mistake(request)
        body = error.body()
        response = Response.json(body, error.status, {**error.headers, "x-fb-trace-id": body["error"]["fbtrace_id"]})
        self._add_headers(request, response)
        return response

    def latency(self, request: Request) -> float:
        """Seconds that the settings make this call wait."""
        for part, milliseconds in self.settings.latency_ms.items():
            if part == "*" or part in request.path:
                return milliseconds / 1000
        return 0.0

    def _wait(self, request: Request) -> None:
        if seconds := self.latency(request):
            time.sleep(seconds)

    def facts(self) -> dict[str, Any]:
        """Ids and secrets of the seed, as --show prints them."""
        return json.loads(json.dumps(seeds.facts()))
