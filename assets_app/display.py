"""Numbers and names as pages show them. Pure: values in, short text out."""

from decimal import Decimal

NARROW = "\u00a0"
MINUS = "\u2212"
RATIOS = (
    (1, "1:1"),
    (0.8, "4:5"),
    (0.5625, "9:16"),
    (1.91, "1.91:1"),
    (1.7778, "16:9"),
    (1.25, "5:4"),
    (0.6667, "2:3"),
    (1.5, "3:2"),
)
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
WHOLE_CURRENCIES = {"CLP", "COP", "CRC", "HUF", "ISK", "IDR", "JPY", "KRW", "PYG", "TWD", "VND"}


def filesize(size) -> str:
    """Bytes to '1.8 MB', in powers of 1024 as Meta states its limits."""
    number = float(size or 0)
    for unit in ("bytes", "KB", "MB", "GB"):
        if number < 1024 or unit == "GB":
            break
        number /= 1024
    shown = f"{number:.0f}" if unit == "bytes" or number >= 100 else f"{number:.1f}".removesuffix(".0")
    return f"{shown}{NARROW}{unit}"


def file_kind(mime: str) -> str:
    """'image/jpeg' to 'JPEG', as people call it."""
    kind = mime.rpartition("/")[2].removeprefix("x-").removeprefix("ms-")
    return {"quicktime": "MOV", "webp": "WebP"}.get(kind, kind.upper())


def creative_type(kind: str) -> str:
    """The type of creative that an asset of this kind begins."""
    return "video" if kind == "video" else "link"


def count(number) -> str:
    """10000 to '10,000'."""
    return f"{int(number or 0):,}"


def ratio_name(ratio) -> str:
    """Width by height to the name people use, '4:5'; an odd one as '0.73:1'."""
    if not ratio:
        return ""
    for value, name in RATIOS:
        if abs(ratio - value) <= value * 0.015:
            return name
    return f"{ratio:.2f}".rstrip("0").rstrip(".") + ":1"


def duration(ms) -> str:
    """Milliseconds to '0:15' or '1:02:07'."""
    seconds = round((ms or 0) / 1000)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def cut_name(name: str, end: int = 12) -> tuple[str, str]:
    """A file name in two parts; the second stays whole, since variant, ratio and suffix stand at the end."""
    name = name or ""
    if len(name) <= end + 4:
        return name, ""
    at = max(name.rfind(sign, 0, len(name) - 6) for sign in "_- ")
    cut = at if len(name) - end - 6 <= at else len(name) - end
    return name[:cut], name[cut:]


def money(micros, currency: str = "EUR") -> str:
    """Millionths of a currency's unit to '€1,234.50'."""
    if micros is None:
        return "–"
    amount = Decimal(int(micros)) / 1_000_000
    places = 0 if currency in WHOLE_CURRENCIES else 2
    sign = MINUS if amount < 0 else ""
    symbol = SYMBOLS.get(currency, f"{currency}{NARROW}")
    return f"{sign}{symbol}{abs(amount):,.{places}f}"


def short_number(value) -> str:
    """At most four significant digits: 3920000 to '3.92 M'."""
    if value is None:
        return "–"
    number = float(value)
    size, sign = abs(number), MINUS if number < 0 else ""
    for limit, unit in ((1e9, "B"), (1e6, "M"), (1e5, "K")):
        if size >= limit:
            return f"{sign}{_digits(size / (1e3 if unit == 'K' else limit))}{NARROW}{unit}"
    return f"{sign}{_digits(size)}"


def _digits(number: float) -> str:
    if number >= 100 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def percent(share) -> str:
    """0.0391 to '3.91 %'."""
    if share is None:
        return "–"
    number = float(share) * 100
    return f"{number:.2f}".rstrip("0").rstrip(".") + f"{NARROW}%" if abs(number) < 10 else f"{number:.1f}{NARROW}%"


def initials(name: str) -> str:
    words = [word for word in (name or "").replace(".", " ").split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """What a person would call the program and the machine; the order matters, since each names its forebears."""
    text = user_agent or ""
    browser = next((name for sign, name in BROWSERS if sign in text), "")
    system = next((name for sign, name in SYSTEMS if sign in text), "")
    if not browser:
        return text.split("/")[0][:40] or "An unknown program"
    return f"{browser} on {system}" if system else browser


MOST_NAMED = 12


def plain(value) -> str:
    """A value of the record as words: lists with commas, a yes and a no, nothing as nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        shown = [plain(one) for one in value[:MOST_NAMED]]
        comma = "; " if any("," in one for one in shown) else ", "
        return comma.join(shown) + (f" and {len(value) - MOST_NAMED} more" if len(value) > MOST_NAMED else "")
    return str(value)[:200]
