"""Rate limits in a rolling window and the headers that tell of them.

Headers: Marketing API reference, "Rate Limits", line 12747 (app) and 13113 (business use case).
"""

import json
import threading
from collections import defaultdict, deque
from typing import TYPE_CHECKING

from . import errors
from .request import Request

if TYPE_CHECKING:
    from .sandbox import Sandbox

TIER = "standard_access"


class Limits:
    """Points used per account and use case, and per app."""

    def __init__(self, sandbox: "Sandbox"):
        self._sandbox = sandbox
        self._used: dict[str, deque[tuple[float, float]]] = defaultdict(deque)
        self._totals: dict[str, float] = defaultdict(float)
        self._lock = threading.Lock()
        self.refused = 0

    def clear(self) -> None:
        with self._lock:
            self._used.clear()
            self._totals.clear()
            self.refused = 0

    def add(self, key: str, points: float) -> None:
        with self._lock:
            self._used[key].append((self._sandbox.clock.now(), points))
            self._totals[key] += points

    def percent(self, key: str) -> int:
        limit = self._sandbox.settings.app_limit if key.startswith("app:") else self._sandbox.settings.account_limit
        return int(self._points(key) * 100 / limit) if limit > 0 else 100

    def _points(self, key: str) -> float:
        now, window = self._sandbox.clock.now(), self._sandbox.settings.limit_window
        with self._lock:
            entries = self._used[key]
            while entries and entries[0][0] <= now - window:
                self._totals[key] -= entries.popleft()[1]
            return self._totals[key]

    def seconds_to_regain(self, key: str) -> float:
        now, window = self._sandbox.clock.now(), self._sandbox.settings.limit_window
        with self._lock:
            entries = self._used[key]
            return max(0.0, entries[-1][0] + window - now) if entries else 0.0

    def charge(self, request: Request) -> None:
        """Count this call; raise when the account or the app had used up its points before it."""
        keys = self.keys(request)
        over = next((key for key in keys if self.percent(key) >= 100), None)
        for key in keys:
            self.add(key, 1 if request.method == "GET" else 3)
        if over is not None:
            with self._lock:
                self.refused += 1
            raise self._fault(over)

    def keys(self, request: Request) -> list[str]:
        found = []
        if request.caller is not None:
            found.append(f"app:{request.caller.get('app_id')}")
        if account := account_of(request):
            use = "ads_insights" if request.path.endswith("/insights") else "ads_management"
            found.append(f"{use}:{account}")
        return found

    def _fault(self, key: str) -> errors.GraphFault:
        code = self._sandbox.settings.limit_code
        if code in (17, 613, 80000, 80004, 4):
            return errors.from_code(code, 2446079 if code in (17, 80000, 80004) else None)
        if key.startswith("app:"):
            return errors.from_code(4)
        return errors.from_code(80000 if key.startswith("ads_insights") else 80004, 2446079)

    def headers(self, request: Request) -> dict[str, str]:
        """The usage headers of one answer."""
        app = self.percent(f"app:{request.caller.get('app_id')}") if request.caller is not None else 0
        found = {"x-app-usage": json.dumps({"call_count": app, "total_time": app, "total_cputime": app})}
        account = account_of(request)
        if account:
            found["x-business-use-case-usage"] = json.dumps(
                {account.removeprefix("act_"): self._use_cases(account, request)}
            )
            used = self.percent(f"ads_management:{account}")
            found["x-ad-account-usage"] = json.dumps(
                {"acc_id_util_pct": used, "reset_time_duration": 0, "ads_api_access_tier": TIER}
            )
        if request.path.endswith("/insights"):
            share = self.percent(f"ads_insights:{account}") if account else 0
            found["x-fb-ads-insights-throttle"] = json.dumps(
                {"app_id_util_pct": app, "acc_id_util_pct": share, "ads_api_access_tier": TIER}
            )
        return found

    def _use_cases(self, account: str, request: Request) -> list[dict[str, object]]:
        uses = ["ads_insights"] if request.path.endswith("/insights") else ["ads_management"]
        rows = []
        for use in uses:
            percent = self.percent(f"{use}:{account}")
            minutes = -(-self.seconds_to_regain(f"{use}:{account}") // 60) if percent >= 100 else 0
            rows.append(
                {
                    "type": use,
                    "call_count": percent,
                    "total_cputime": percent,
                    "total_time": percent,
                    "estimated_time_to_regain_access": int(minutes),
                    "ads_api_access_tier": TIER,
                }
            )
        return rows


def account_of(request: Request) -> str:
    """act_... that this call belongs to, "" when to none."""
    account = str(request.notes.get("account", ""))
    return account if account.startswith("act_") else ""
