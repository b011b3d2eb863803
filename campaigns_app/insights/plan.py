"""Which days to read, in how many pieces. Pure but for `today`.

Meta's numbers do not change after 28 days (Marketing API reference, line 11981), and days are the ad account's own
(lines 12012-12018), so each nightly run reads the last 28 days of the account's zone.
"""

from datetime import date, datetime, timedelta

from assets_app import clock

DAYS = 28
ROWS_A_WINDOW = 5_000


def today(ad_account, now: datetime | None = None) -> date:
    return (now or clock.now()).astimezone(ad_account.zone).date()


def last_days(until: date, days: int = DAYS) -> tuple[date, date]:
    """First and last day of the `days` that end with `until`, both included."""
    return until - timedelta(days=days - 1), until


def ranges(since: date, until: date, ads: int) -> list[tuple[date, date]]:
    """Consecutive pieces of about ROWS_A_WINDOW rows (one an ad and day), newest first."""
    step = max(1, ROWS_A_WINDOW // max(ads, 1))
    found = []
    while until >= since:
        start = max(since, until - timedelta(days=step - 1))
        found.append((start, until))
        until = start - timedelta(days=1)
    return found


def halves(since: date, until: date) -> list[tuple[date, date]]:
    """Two pieces of a range of at least two days."""
    middle = since + (until - since) // 2
    return [(since, middle), (middle + timedelta(days=1), until)]
