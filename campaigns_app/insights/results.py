"""Sums over insight rows: by creative, by day, by asset. Days are the account's, money is micros of its currency."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum

from assets_app.models import Asset
from campaigns_app.insights import plan
from campaigns_app.models import Creative, CreativeMedia, InsightDay

SUMMED = ("spend_micros", "impressions", "clicks", "link_clicks")


@dataclass(frozen=True)
class Figures:
    """Additive counts and the ratios that follow from them; a ratio is None where it does not exist."""

    spend_micros: int = 0
    impressions: int = 0
    clicks: int = 0
    link_clicks: int = 0

    @property
    def ctr_share(self) -> float | None:
        """Clicks by impressions."""
        return self.clicks / self.impressions if self.impressions else None

    @property
    def cost_per_click_micros(self) -> int | None:
        return round(self.spend_micros / self.clicks) if self.clicks else None


@dataclass(frozen=True)
class Line:
    """One row of a report: whose figures, and the figures."""

    key: object
    figures: Figures


def _sums(rows) -> dict:
    return rows.aggregate(**{name: Sum(name, default=0) for name in SUMMED})


def _lines(rows, by: str) -> list[tuple]:
    grouped = rows.values(by).annotate(**{name: Sum(name) for name in SUMMED})
    return [(row[by], Figures(**{name: row[name] for name in SUMMED})) for row in grouped.order_by(by)]


def recent(rows, ad_account, days: int = plan.DAYS):
    """Insight rows of the account's last `days` days, today included."""
    since, until = plan.last_days(plan.today(ad_account), days)
    return rows.filter(ad_account=ad_account, day__range=(since, until))


def total(rows) -> Figures:
    return Figures(**_sums(rows))


def by_creative(rows) -> list[Line]:
    found = dict(_lines(rows, "version__creative_id"))
    creatives = Creative.objects.filter(pk__in=found).select_related("latest__primary_media__asset")
    creatives = creatives.prefetch_related("latest__primary_media__renditions")
    return [Line(creative, found[creative.pk]) for creative in creatives]


def by_day(rows, since: date, until: date) -> list[Line]:
    """Each day of the range, those without a row included."""
    found = dict(_lines(rows, "day"))
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    return [Line(day, found.get(day, Figures())) for day in days]


SORTS = {
    "name": lambda line: line.key.name.lower(),
    "spend": lambda line: line.figures.spend_micros,
    "impressions": lambda line: line.figures.impressions,
    "clicks": lambda line: line.figures.clicks,
    "ctr": lambda line: line.figures.ctr_share or 0,
    "cpc": lambda line: line.figures.cost_per_click_micros or 0,
}


def sorted_lines(lines: list[Line], sort: str) -> list[Line]:
    """`sort` is a name of SORTS, with - in front for the greatest first; anything else is -spend."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        sort, name = "-spend", "spend"
    return sorted(lines, key=SORTS[name], reverse=sort.startswith("-"))


def refresh_assets(business) -> None:
    """Write `Asset.spend_micros`: the last 28 days of all creatives that hold the asset, in the main currency only."""
    account = business.default_ad_account
    if account is None:
        return
    spent: dict[int, int] = {}
    since, _ = plan.last_days(plan.today(account))
    rows = InsightDay.objects.filter(
        ad_account__business=business, ad_account__currency=account.currency, day__gte=since
    )
    by_version = {version: figures.spend_micros for version, figures in _lines(rows, "version_id")}
    uses = CreativeMedia.objects.filter(version_id__in=by_version).exclude(asset_version=None)
    for version, asset in uses.values_list("version_id", "asset_version__asset_id").distinct():
        spent[asset] = spent.get(asset, 0) + by_version[version]
    _write_spend(business, spent)


def _write_spend(business, spent: dict[int, int]) -> None:
    assets = Asset.objects.filter(business=business)
    touched = assets.filter(pk__in=spent) | assets.exclude(spend_micros=0)
    changed = [asset for asset in touched.only("pk", "spend_micros") if asset.spend_micros != spent.get(asset.pk, 0)]
    for asset in changed:
        asset.spend_micros = spent.get(asset.pk, 0)
    with transaction.atomic():
        Asset.objects.bulk_update(changed, ["spend_micros"], batch_size=500)
