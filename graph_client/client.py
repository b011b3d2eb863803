"""The one place that does I/O: a call goes out, its answer becomes data or one of our errors."""

from __future__ import annotations

import logging
import random as random_module
import time as time_module
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from . import paging, protocol, retrying
from .errors import APIError, ConnectionFailed, GraphError, ObjectNotFound, QuotaExhausted, RateLimited
from .multipart import BLOCK, MultipartBody, SizedBody
from .protocol import Secret
from .usage import Usage, read_usage
from .writes import Write

if TYPE_CHECKING:
    from .multipart import FilePart
    from .protocol import Answer
    from .shapes import Key, Pacer


log = logging.getLogger("graph_client")
DEFAULT_VERSION = "v24.0"


@dataclass(frozen=True)
class Request:
    """One call before it leaves. `raw` is a SizedBody as the whole body; `url` a full address that the server gave."""

    method: str
    path: str
    params: Mapping[str, Any] | None = None
    files: Mapping[str, FilePart] | None = None
    raw: SizedBody | None = None
    headers: dict = field(default_factory=dict)
    host: str = "graph"
    url: str = ""
    scheme: str = "Bearer"


class GraphClient:
    """Speaks Graph with one token. Not shared between threads; nothing is kept but a connection.

    token, app_secret   texts or Secret; the proof is sent whenever a secret is given
    api_url, video_url, rupload_url   base addresses; the latter two default to api_url
    account             ad account number that calls on bare ids count against ('' = the app)
    pacer               reserve(use_case, subject, calls) -> None, or the moment until which to wait;
                        record(use_case, subject, usage, error) after each answer
    check               check(Write) raises WriteRefused to keep a write from leaving
    retries             how often a transient failure is tried again; 0 in web requests
    now, sleep, random  clock (seconds), pause, and a number from 0 to 1
    """

    def __init__(
        self,
        token: str | Secret,
        *,
        app_secret: str | Secret | None = None,
        api_url: str,
        video_url: str | None = None,
        rupload_url: str | None = None,
        version: str = DEFAULT_VERSION,
        pacer: Pacer | None = None,
        check: Callable[[Write], Any] | None = None,
        account: str = "",
        now: Callable[[], float] = time_module.time,
        sleep: Callable[[float], Any] = time_module.sleep,
        random: Callable[[], float] = random_module.random,
        timeout: tuple[float, float] = (5, 60),
        retries: int = 3,
    ):
        self._auth = TokenAuth(token)
        self._proof = Secret(protocol.app_secret_proof(app_secret, token)) if app_secret else None
        self.secrets = tuple(Secret(value) for value in (token, app_secret, self._proof) if value)
        self.hosts = {"graph": api_url, "video": video_url or api_url, "rupload": rupload_url or api_url}
        self.version = version
        self.account = account
        self.timeout = timeout
        self.retries = retries
        self.now = now
        self.sleep = sleep
        self.random = random
        self._pacer = pacer
        self._check = check
        self._session = _new_session()

    def __repr__(self):
        return f"<GraphClient {self.hosts['graph']} {self.version}>"

    @property
    def token(self) -> Secret:
        """The token as a Secret."""
        return self._auth.token

    def close(self) -> None:
        self._session.close()

    def get(
        self,
        path: str,
        params: Mapping[str, Any] | None = None,
        *,
        use_case: str | None = None,
        subject: str | None = None,
        etag: str | None = None,
    ) -> Answer:
        """Read. Answer is a dict; with `etag` it has `.not_modified` True (and no keys) when nothing changed."""
        asked = Request("GET", path, params, headers={"If-None-Match": etag} if etag else {})
        return self._object(asked, repeatable=True, key=self.quota_key(path, use_case, subject))

    def post(
        self,
        path: str,
        params: Mapping[str, Any] | None = None,
        *,
        files: Mapping[str, FilePart] | None = None,
        repeatable: bool = False,
        host: str = "graph",
        use_case: str | None = None,
        subject: str | None = None,
    ) -> Answer:
        """Write. `files` maps field names to FilePart. Only a `repeatable` write is sent again after a lost answer."""
        asked = Request("POST", path, params, files=files, host=host)
        return self._object(asked, repeatable=repeatable, key=self.quota_key(path, use_case, subject))

    def delete(
        self,
        path: str,
        params: Mapping[str, Any] | None = None,
        *,
        use_case: str | None = None,
        subject: str | None = None,
    ) -> Answer:
        """Delete. Safe to repeat: what a repeated delete no longer finds is deleted."""
        return self._object(
            Request("DELETE", path, params), repeatable=True, key=self.quota_key(path, use_case, subject)
        )

    def iterate(
        self,
        path: str,
        params: Mapping[str, Any] | None = None,
        *,
        page_size: int = 100,
        use_case: str | None = None,
        subject: str | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Every row of a list edge, page by page; see `paging.pages` for whole pages."""
        return paging.rows(self, path, params, page_size=page_size, use_case=use_case, subject=subject)

    def allow(self, write: Write) -> None:
        """Ask `check`; raises its WriteRefused."""
        if self._check is not None:
            self._check(write)

    def request(
        self, asked: Request, *, key: Key, repeatable: bool = False, calls: int = 1
    ) -> tuple[Any, Mapping[str, str]]:
        """The full call under get, post and delete: (data, headers). Raises GraphError and nothing else.

        key is what `quota_key` gives; a batch counts as several `calls`. Every write is checked here, so no way round
        `check` leads to the wire; a batch has its parts checked one by one before.
        """
        if asked.method != "GET":
            self.allow(Write(asked.method, asked.path, dict(asked.params or {})))
        doubtful, attempt = False, 0
        while True:
            attempt += 1
            try:
                return self._attempt(asked, key, calls)
            except ObjectNotFound:
                if asked.method == "DELETE" and doubtful:
                    return {"success": True}, {}
                raise
            except GraphError as error:
                if attempt > self.retries or not retrying.should_retry(error, repeatable=repeatable):
                    raise
                doubtful = doubtful or getattr(error, "sent", True)
            self.sleep(retrying.delay(attempt, self.random))

    def quota_key(self, path: str, use_case: str | None = None, subject: str | None = None) -> Key:
        derived = protocol.quota_key(path, self.account)
        return use_case or derived[0], derived[1] if subject is None else subject.removeprefix("act_")

    def record(self, key: Key, usage: Usage, error: GraphError | None = None) -> None:
        if self._pacer is not None:
            self._pacer.record(*key, usage, error)

    def dated(self, error: GraphError) -> GraphError:
        """The same error; a throttling one knows by the client's clock until when to wait."""
        if isinstance(error, RateLimited) and error.retry_after:
            error.until = self.now() + error.retry_after
        return error

    def address(self, path: str, host: str = "graph") -> str:
        """The full address of a path."""
        return protocol.build_url(self.hosts[host], self.version, path)

    def _object(self, asked, **options):
        data, headers = self.request(asked, **options)
        answer = protocol.as_answer(data, headers)
        answer.usage = read_usage(headers)
        return answer

    def _attempt(self, asked, key, calls):
        """One try. What the server sent stays out of this frame: crash pages show the locals of every frame."""
        self._reserve(key, calls)
        started = time_module.perf_counter()
        usage, error, status = Usage(), None, "-"
        try:
            status, headers, data, error = self._exchange(asked)
            usage = read_usage(headers)
        except ConnectionFailed as caught:
            error = caught
        finally:
            self.record(key, usage, error)
            _log_call(asked, status, error, usage, started)
        if error:
            raise self.dated(error)
        return data, headers

    def _reserve(self, key, calls):
        until = self._pacer.reserve(key[0], key[1], calls) if self._pacer is not None else None
        if until is not None:
            raise QuotaExhausted(until)

    def _exchange(self, asked):
        status, headers, body = self._send(asked)
        return status, headers, *protocol.judge(status, headers, body, secrets=self.secrets)

    def _send(self, asked):
        try:
            reply = self._session.request(
                asked.method,
                asked.url or self.address(asked.path, asked.host),
                auth=self._auth.scheme(asked.scheme),
                allow_redirects=False,
                timeout=self.timeout,
                **self._wire(asked),
            )
        except requests.RequestException as error:
            raise ConnectionFailed(_reason(error), sent=_may_have_arrived(error)) from None
        return reply.status_code, reply.headers, reply.content

    def _wire(self, asked):
        if asked.raw is not None:
            # An empty stream would be sent as chunked; empty bytes are not.
            return {
                "data": asked.raw if len(asked.raw) else b"",
                "headers": {"Content-Type": "application/octet-stream", **asked.headers},
            }
        pairs = protocol.encode_params(asked.params)
        if self._proof:
            pairs.append(("appsecret_proof", self._proof.reveal()))
        if asked.files:
            body = MultipartBody(pairs, asked.files)
            return {"data": body, "headers": {"Content-Type": body.content_type, **asked.headers}}
        return {"data" if asked.method == "POST" else "params": pairs, "headers": asked.headers}


class TokenAuth(AuthBase):
    """Puts the token into the header, and keeps .netrc from putting anything else there."""

    def __init__(self, token, scheme="Bearer"):
        self.token = Secret(token)
        self._scheme = scheme

    def scheme(self, word):
        return TokenAuth(self.token, word)

    def __call__(self, request):
        if self.token:
            request.headers["Authorization"] = f"{self._scheme} {self.token.reveal()}"
        return request


class _Adapter(HTTPAdapter):
    """Never retries by itself, and sends files in larger blocks than the 16 KiB of http.client."""

    def init_poolmanager(self, *args, **options):
        super().init_poolmanager(*args, **options, blocksize=BLOCK)

    def close(self):
        """Hangs up at once: a pool that an earlier error still holds would do so when garbage is collected."""
        for manager in (self.poolmanager, *self.proxy_manager.values()):
            for pool in [manager.pools[key] for key in manager.pools.keys()]:
                pool.close()
        super().close()


def _new_session():
    session = requests.Session()
    session.mount("http://", _Adapter(max_retries=0))
    session.mount("https://", _Adapter(max_retries=0))
    session.headers["User-Agent"] = "galley"
    return session


def _may_have_arrived(error):
    """False only when the connection was never made."""
    if isinstance(error, (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError)):
        return False
    if isinstance(
        error, (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, requests.exceptions.SSLError)
    ):
        return False
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", None)
    return type(reason).__name__ not in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")


def _reason(error):
    if isinstance(error, requests.exceptions.Timeout):
        return "No answer in time."
    return f"The connection failed ({type(error).__name__})."


def _log_call(asked, status, error, usage, started):
    log.info(
        "graph %s %s status=%s %s trace=%s used=%s ms=%d",
        asked.method,
        protocol.edge_pattern(asked.path) or "/",
        status,
        _outcome(error),
        getattr(error, "trace_id", ""),
        usage.percent,
        (time_module.perf_counter() - started) * 1000,
    )


def _outcome(error):
    """Graph's number, or the class of an error without one: a word after `code=` looks like the code of a login."""
    if error is None or isinstance(error, APIError):
        return f"code={error.number if error else ''}"
    return f"error={type(error).__name__}"


class _NoQuery(logging.Filter):
    """urllib3 writes whole addresses at debug level; proofs and inspected tokens stand in their queries."""

    def filter(self, record):
        if isinstance(record.args, tuple):
            record.args = tuple(_without_query(value) for value in record.args)
        return True


def _without_query(value):
    return value.split("?")[0] if isinstance(value, str) else value


logging.getLogger("urllib3.connectionpool").addFilter(_NoQuery())
