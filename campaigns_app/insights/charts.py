"""What charts of daily figures are drawn from, and the same numbers as rows of a table. Pure."""

from assets_app import display


def heads(account) -> list[str]:
    return ["Day", f"Spend, {account.currency}", "Impressions", "Clicks"]


def charts(days, account) -> list[dict]:
    """Three charts of one question each; the same numbers as the table below. Money in units of the currency."""
    money = [line.figures.spend_micros / 1_000_000 for line in days]
    return [
        chart("spend", "Spend by day", "bar", days, money, account.currency),
        chart("impressions", "Impressions by day", "line", days, [line.figures.impressions for line in days]),
        chart("clicks", "Clicks by day", "line", days, [line.figures.clicks for line in days]),
    ]


def chart(key, title, kind, days, values, unit="") -> dict:
    labels = [f"{line.key.day} {line.key:%b}" for line in days]
    series = [{"name": title.split()[0], "values": values}]
    data = {"kind": kind, "labels": labels, "unit": unit, "from_zero": True, "series": series}
    return {"id": f"results-{key}", "title": title, "data": data}


def day_row(line, account) -> list[str]:
    figures = line.figures
    spent = display.money(figures.spend_micros, account.currency)
    return [f"{line.key.day} {line.key:%b}", spent, f"{figures.impressions:,}", f"{figures.clicks:,}"]
