"""Rate limits in a rolling window, by the documented formulas, and the headers that tell of them.

Marketing API reference, "Rate Limits": platform, line 12725; business use cases, line 12842; headers, lines 12747 and 13113; codes,
lines 12795 and 13176. Calls that belong to an ad account count for its use case, all others for the app and for the person.
"""

import threading
from collections import defaultdict, deque
from typing import TYPE_CHECKING

from . import errors, versions
from .request import Request

if TYPE_CHECKING:
    from .sandbox import Sandbox

DEVELOPMENT, STANDARD = "development_access", "standard_access"
# (calls at least, more for each active ad) in a window, by use case and tier of the app.
FORMULAS = {
    ("ads_management", DEVELOPMENT): (300, 40),
    ("ads_management", STANDARD): (100_000, 40),
    ("ads_insights", DEVELOPMENT): (600, 400),
    ("ads_insights", STANDARD): (190_000, 400),
}
PER_ERROR, PER_USER = 0.001, 200  # calls of insights that an error costs; calls of an app for each of its daily users
MANY, UNSTEADY = 2446079, 1996
RUNNING = """
SELECT COUNT(*) AS n FROM objects ad
JOIN objects adset ON adset.id = json_extract(ad.json, '$.adset_id')
JOIN objects campaign ON campaign.id = json_extract(ad.json, '$.campaign_id')
WHERE ad.kind = 'ad' AND ad.parent = ? AND json_extract(ad.json, '$.status') = 'ACTIVE'
AND json_extract(adset.json, '$.status') = 'ACTIVE' AND json_extract(campaign.json, '$.status') = 'ACTIVE'
"""


class Limits:
    """Calls per ad account and use case ("ads_management:act_1"), per app ("app:1") and per person ("user:1")."""

    def __init__(self, sandbox: "Sandbox"):
        self._sandbox = sandbox
        self._used: dict[str, deque[tuple[float, float]]] = defaultdict(deque)
        self._totals: dict[str, float] = defaultdict(float)
        self._mistakes: dict[str, int] = defaultdict(int)
        self._running: dict[str, tuple[object, int]] = {}
        self._tiers: dict[str, tuple[object, str]] = {}
        self._lock = threading.RLock()
        self.refused = 0

    def clear(self) -> None:
        with self._lock:
            for kept in (self._used, self._totals, self._mistakes, self._running, self._tiers):
                kept.clear()
            self.refused = 0

    def add(self, key: str, calls: float) -> None:
        with self._lock:
            self._used[key].append((self._sandbox.clock.glance(), calls))
            self._totals[key] += calls

    def tier(self, app_id: str) -> str:
        """The app's own tier, or that of the settings."""
        store = self._sandbox.store
        written = store.writes("app")
        known = self._tiers.get(app_id)
        if known is None or known[0] != written:
            app = store.get(app_id, "app")
            known = self._tiers[app_id] = (written, str(app.get("tier") or "") if app is not None else "")
        return known[1] or self._sandbox.settings.access_tier

    def limit(self, key: str, app_id: str = "", tier: str = "") -> float:
        """Calls in a window: a number from the settings, or what the formula says."""
        settings, use = self._sandbox.settings, key.partition(":")[0]
        if use == "app":
            return settings.app_limit if settings.app_limit >= 0 else PER_USER * settings.app_users
        if use == "user":
            return settings.user_limit if settings.user_limit >= 0 else float("inf")
        if settings.account_limit >= 0:
            return settings.account_limit
        account = key.partition(":")[2]
        least, per_ad = FORMULAS.get((use, tier or self.tier(app_id)), FORMULAS["ads_management", STANDARD])
        mistakes = PER_ERROR * self._mistakes[account] if use == "ads_insights" else 0
        return least + per_ad * self.active_ads(account) - mistakes

    def active_ads(self, account: str) -> int:
        """Ads that run: active themselves, and so is what they stand in. Counted anew when one of them was written."""
        store = self._sandbox.store
        written = store.writes("ad", "adset", "campaign")
        known = self._running.get(account)
        if known is None or known[0] != written:
            known = self._running[account] = (written, store.execute(RUNNING, (account,))[0]["n"])
        return known[1]

    def share(self, key: str, app_id: str = "", tier: str = "") -> float:
        """What is used, in percent."""
        limit = self.limit(key, app_id, tier)
        return self._calls(key) * 100 / limit if limit > 0 else 100.0

    def percent(self, key: str, app_id: str = "") -> int:
        return int(self.share(key, app_id))

    def _calls(self, key: str) -> float:
        entries = self._used.get(key)
        gone = self._sandbox.clock.glance() - self._sandbox.settings.limit_window
        try:
            if entries is None or entries[0][0] > gone:
                return self._totals[key] if entries else 0.0
        except IndexError:  # it emptied meanwhile
            return 0.0
        with self._lock:
            while entries and entries[0][0] <= gone:
                self._totals[key] -= entries.popleft()[1]
            return self._totals[key]

    def seconds_to_regain(self, key: str, below: float = 0.0) -> float:
        """Until less than `below` calls are left in the window; 0.0 for all of them to be gone."""
        now, window = self._sandbox.clock.glance(), self._sandbox.settings.limit_window
        left, moment = self._calls(key), now
        with self._lock:
            for at, calls in self._used[key]:
                if left < below:
                    break
                left, moment = left - calls, at + window
        return max(0.0, moment - now)

    def charge(self, request: Request) -> None:
        """Count this call; raise when the calls had been used up before it. Refused calls count as well."""
        app_id = str((request.caller or {}).get("app_id", ""))
        keys = self.keys(request)
        over = next((key for key in keys if self.share(key, app_id) >= 100), None)
        for key in keys:
            self.add(key, 1)
        if over is not None:
            with self._lock:
                self.refused += 1
            raise self._fault(request, over)
        self._steady(keys[-1] if keys else "")

    def _steady(self, key: str) -> None:
        """613/1996 for more than `burst_limit` calls within a second of the sandbox's clock."""
        most = self._sandbox.settings.burst_limit
        if not most or not key:
            return
        since = self._sandbox.clock.glance() - 1
        with self._lock:
            if sum(calls for at, calls in self._used[key] if at > since) <= most:
                return
            self.refused += 1
        raise errors.from_code(613, UNSTEADY)

    def mistake(self, request: Request) -> None:
        """An error of the caller on an account; the quota of insights gets smaller by it."""
        if account := account_of(request):
            with self._lock:
                self._mistakes[account] += 1

    def keys(self, request: Request) -> list[str]:
        if account := account_of(request):
            return [f"{use_case(request)}:{account}"]
        if request.caller is None:
            return []
        return [f"app:{request.caller.get('app_id')}", f"user:{request.caller.get('user_id')}"]

    def _fault(self, request: Request, key: str) -> errors.GraphFault:
        code, use = self._sandbox.settings.limit_code, key.partition(":")[0]
        if code in (17, 613, 80000, 80004, 4):
            return errors.from_code(code, MANY if code in (17, 80000, 80004) else None)
        if use in ("app", "user"):
            return errors.from_code(4 if use == "app" else 17)
        if not versions.at_least(request.version, versions.USE_CASES):
            return errors.from_code(17, MANY)
        return errors.from_code(80000 if use == "ads_insights" else 80004, MANY)

    def overview(self) -> list[dict[str, object]]:
        """One row a key that was called: calls in the window, how many it may have, percent, seconds until it is at zero."""
        app_id = next((key.partition(":")[2] for key in self._used if key.startswith("app:")), "")
        rows: list[dict[str, object]] = []
        for key in sorted(self._used):
            calls, limit = self._calls(key), self.limit(key, app_id)
            row = {"key": key, "calls": calls, "limit": None if limit == float("inf") else limit}
            rows.append({**row, "percent": self.percent(key, app_id), "reset": int(self.seconds_to_regain(key))})
        return rows

    def headers(self, request: Request) -> dict[str, str]:
        """The usage headers of one answer."""
        app_id = str((request.caller or {}).get("app_id", ""))
        app = self.percent(f"app:{app_id}") if app_id else 0
        found = {"x-app-usage": f'{{"call_count":{app},"total_time":{app},"total_cputime":{app}}}'}
        account, use = account_of(request), use_case(request)
        tier = self.tier(app_id)
        key = f"{use}:{account}"
        share = self.share(key, app_id, tier) if account else 0.0
        if account:
            found["x-business-use-case-usage"] = self._use_case(key, use, account, share, app_id, tier)
            found["x-ad-account-usage"] = self._ad_account(key, share, tier)
        if use == "ads_insights":
            rest = f'"acc_id_util_pct":{round(share, 2)},"ads_api_access_tier":"{tier}"'
            found["x-fb-ads-insights-throttle"] = f'{{"app_id_util_pct":{app},{rest}}}'
        return found

    def _use_case(self, key: str, use: str, account: str, share: float, app_id: str, tier: str) -> str:
        percent, minutes = int(share), 0
        if percent >= 100:
            minutes = int(-(-self.seconds_to_regain(key, self.limit(key, app_id)) // 60))
        used = f'"call_count":{percent},"total_cputime":{percent},"total_time":{percent}'
        rest = f'"estimated_time_to_regain_access":{minutes},"ads_api_access_tier":"{tier}"'
        return f'{{"{account[4:]}":[{{"type":"{use}",{used},{rest}}}]}}'

    def _ad_account(self, key: str, share: float, tier: str) -> str:
        entries = self._used.get(key)
        reset = 0
        if entries:
            reset = max(0, int(entries[-1][0] + self._sandbox.settings.limit_window - self._sandbox.clock.glance()))
        rest = f'"reset_time_duration":{reset},"ads_api_access_tier":"{tier}"'
        return f'{{"acc_id_util_pct":{round(share, 2)},{rest}}}'


def use_case(request: Request) -> str:
    return "ads_insights" if request.path.endswith("/insights") else "ads_management"


def account_of(request: Request) -> str:
    """act_... that this call belongs to, "" when to none."""
    account = str(request.notes.get("account", ""))
    return account if account.startswith("act_") else ""
