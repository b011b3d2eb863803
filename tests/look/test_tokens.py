"""The look's rules that a machine can hold: colours only in tokens, their contrast, file sizes, nothing inline, icons that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TOKENS = (ROOT / "static/css/tokens.css").read_text()
SHEETS = sorted((ROOT / "static/css").rglob("*.css"))
PAGES = sorted((ROOT / "templates").rglob("*.html"))
SPRITE = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/img/icons.svg").read_text()))
RAW = dict(re.findall(r"--([\w-]+):\s*(light-dark\((?:[^()]|\([^()]*\))*\)|#[0-9a-f]{6}|rgb\([^)]*\))\s*;", TOKENS))

GROUNDS = ("bg", "bg-sunk", "bg-raised", "stage", "stage-deep")
TONES = ("ok", "caution", "critical", "ai", "pencil")
PAIRS = [(text, (ground,), 4.5) for text in ("text", "text-2", "text-3") for ground in GROUNDS]
PAIRS += [(text, (g, fill), 4.5) for text in ("text", "text-2") for g in GROUNDS[:3] for fill in ("fill", "fill-2")]
PAIRS += [(f"{tone}-text", (ground,), 4.5) for tone in TONES for ground in (*GROUNDS, f"{tone}-tint")]
PAIRS += [(f"on-{tone}", (tone,), 4.5) for tone in (*TONES, "ink")] + [("on-ink", ("ink-hover",), 4.5)]
PAIRS += [("text", (f"{tone}-tint",), 4.5) for tone in TONES]
PAIRS += [(mark, (ground,), 3) for mark in (*TONES, "line-field", "focus") for ground in GROUNDS]
PAIRS += [(f"chart-{number}", ("bg",), 3) for number in (1, 2, 3, 4, 5, "rest")]


def rgba(text):
    if text.startswith("#"):
        return [int(text[at : at + 2], 16) for at in (1, 3, 5)] + [1.0]
    return [float(number) for number in re.findall(r"[\d.]+", text)]


def value(name, theme):
    pair = re.match(r"light-dark\((.*)\)$", RAW[name])
    both = re.split(r",\s*(?![^()]*\))", pair[1]) if pair else [RAW[name]] * 2
    return rgba(both[theme == "dark"].strip())


def over(top, ground):
    return [t * top[3] + g * (1 - top[3]) for t, g in zip(top[:3], ground[:3], strict=True)] + [1.0]


def luminance(colour):
    linear = [x / 12.92 if (x := part / 255) <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front, grounds, theme):
    ground = value(grounds[0], theme)
    for layer in grounds[1:]:
        ground = over(value(layer, theme), ground)
    dark, light = sorted((luminance(over(value(front, theme), ground)), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_colours_has_its_contrast(theme):
    weak = [(front, grounds) for front, grounds, need in PAIRS if contrast(front, grounds, theme) < need]

    assert weak == []


def test_colours_stand_in_the_tokens_alone():
    colour = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(", re.I)
    found = [
        (path.name, line)
        for path in SHEETS
        if path.name != "tokens.css"
        for line in path.read_text().splitlines()
        if colour.search(line)
    ]

    assert found == []


def test_no_style_sheet_is_longer_than_150_lines():
    assert [path.name for path in SHEETS if len(path.read_text().splitlines()) > 150] == []


def test_no_page_has_inline_style_script_or_unsafe_text():
    inline = re.compile(r"\sstyle=|\|\s*safe\b|<style|\son[a-z]+=|<script(?![^>]*(src=|application/json))")
    found = [path.relative_to(ROOT).as_posix() for path in PAGES if inline.search(path.read_text())]

    assert found == []


def test_every_icon_of_a_page_is_in_the_sprite():
    from assets_app.statuses import LOOKS
    from assets_app.templatetags.galley import PLACES

    used = {name for path in PAGES for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    used |= {name for path in PAGES for name in re.findall(r'icon="([\w-]+)"', path.read_text())}
    used |= {look.icon for look in LOOKS.values()} | {drawn for _, _, drawn, _ in PLACES}

    assert used - SPRITE == set()


def test_every_linked_style_sheet_exists_and_every_one_is_linked():
    linked = {name for path in PAGES for name in re.findall(r"{% static 'css/([\w/.-]+)' %}", path.read_text())}

    assert linked == {path.relative_to(ROOT / "static/css").as_posix() for path in SHEETS}


def test_the_font_comes_with_its_licence():
    assert "SIL OPEN FONT LICENSE" in (ROOT / "static/vendor/inter/LICENSE").read_text().upper()
