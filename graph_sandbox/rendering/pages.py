"""One function a family of placements: a scene in, a page out."""

from html import escape

from . import below, parts
from .icons import icon
from .parts import Scene, button, face, line, link_box, medium, paragraph, post_head


def page(scene: Scene) -> str:
    return parts.document(scene, FAMILIES[scene.entry.family](scene))


def feed(scene: Scene) -> str:
    """Facebook feed on phone and desktop."""
    story = scene.story
    text = (
        f'<p class="post__text">{paragraph(story.message, scene.entry.text, "See more")}</p>' if story.message else ""
    )
    acts = "".join(
        f"<span>{icon(name)}{word}</span>"
        for name, word in (
            ("thumbs-up", "Like"),
            ("message-circle", "Comment"),
            ("forward", "Share"),
        )
    )
    end = below.all_below(scene)
    return f'<article class="post">{post_head(scene)}{text}{_feed_body(scene)}{end}<div class="post__acts">{acts}</div></article>'


def _feed_body(scene: Scene) -> str:
    if len(scene.story.cards) > 1:
        return carousel(scene)
    hero = f'<div class="post__media">{medium(scene)}{below.over(scene)}</div>'
    if scene.story.tiles:
        return f"{hero}{below.tiles(scene)}{link_box(scene, scene.story.first, description=False)}"
    return hero + link_box(scene, scene.story.first, description=scene.entry.family == "feed_desktop")


def carousel(scene: Scene) -> str:
    cards = "".join(
        f'<li class="card">{medium(scene, index)}{link_box(scene, card, description=True)}</li>'
        for index, card in enumerate(scene.story.cards)
    )
    return f'<ul class="cards" tabindex="0" aria-label="Cards">{cards}</ul>'


def ig_feed(scene: Scene) -> str:
    story = scene.story
    if len(story.cards) > 1:
        slides = "".join(f'<li class="card">{medium(scene, index)}</li>' for index in range(len(story.cards)))
        dots = "<i></i>" * len(story.cards)
        media = f'<ul class="cards cards--full" tabindex="0" aria-label="Cards">{slides}</ul>'
        dots = f'<span class="dots">{dots}</span>'
    else:
        media = f'<div class="post__media">{medium(scene)}{below.over(scene)}</div>{below.tiles(scene)}'
        dots = "<span></span>"
    word = parts.words(story.first.cta)
    hint = f'<small class="hint">{escape(story.first.hint)}</small>' if story.first.hint else ""
    bar = (
        f'<a class="ig-cta" role="button"><span>{escape(word)}</span>{hint}{icon("chevron-right")}</a>' if word else ""
    )
    acts = f'<div class="ig-acts">{icon("heart")}{icon("message-circle")}{icon("send")}{dots}{icon("bookmark")}</div>'
    text = paragraph(story.message, scene.entry.text, "more")
    caption = f'<p class="post__text"><b>{escape(parts.speaker(story, True))}</b> {text}</p>' if text else ""
    return f'<article class="post">{post_head(scene)}{media}{bar}{acts}{caption}{below.all_below(scene)}</article>'


def column(scene: Scene) -> str:
    card = scene.story.first
    title = line(card.title or scene.story.message, scene.entry.title)
    foot = f'<div class="column__foot"><span><b>{title}</b><small>{escape(card.domain)}</small></span>{button(card.cta)}</div>'
    return f'<article class="column__ad"><h1>Sponsored</h1>{medium(scene)}{foot}</article>'


def stage(scene: Scene, css: str = "", index: int = 0) -> str:
    """The picture on a full screen: filling it, or in its middle on a backdrop of its own colours."""
    width, height = scene.sizes[index] if scene.sizes else (0, 0)
    if not width:
        return ""
    if width / height <= parts.FULL_SCREEN:
        return medium(scene, index, f"media media--fill {css}")
    backdrop = escape(scene.address(f"{index}-backdrop.jpg"))
    return f'<img class="backdrop" src="{backdrop}" alt="">{medium(scene, index, f"media media--fit {css}")}'


def screens(scene: Scene) -> str:
    """Cards as screens one beside the other; each is a stage of its own."""
    slides = "".join(f'<li class="card">{stage(scene, index=index)}</li>' for index in range(len(scene.story.cards)))
    return f'<ul class="cards cards--full cards--screens" tabindex="0" aria-label="Cards">{slides}</ul>'


def story(scene: Scene) -> str:
    told, instagram = scene.story, scene.entry.instagram
    name = parts.speaker(told, instagram)
    who = f'<span class="who"><b>{escape(name)}</b><span>{parts.sponsored(told)}</span></span>'
    head = f'<header class="post__head">{face(told.page_name or name)}{who}{icon("ellipsis")}{icon("x")}</header>'
    text = f'<p class="story__text">{paragraph(told.message, scene.entry.text, "See more")}</p>' if told.message else ""
    tiles = below.tiles(scene)
    foot = f'<div class="swipe">{tiles}{text}{icon("chevron-up")}{parts.act(told.first)}</div>'
    bars = "<i></i>" * (len(told.cards) if len(told.cards) > 1 else 3)
    seen = screens(scene) if len(told.cards) > 1 else stage(scene)
    more = below.over(scene) + below.profile(scene)
    return f'<main class="full">{seen}<div class="shade"></div><div class="bars">{bars}</div>{head}{more}{foot}</main>'


def reel(scene: Scene) -> str:
    told, instagram = scene.story, scene.entry.instagram
    name = parts.speaker(told, instagram)
    side = "".join(icon(symbol) for symbol in ("heart", "message-circle", "send", "ellipsis"))
    who = f'<span class="who">{face(told.page_name or name)}<b>{escape(name)}</b></span>'
    text = f"<p>{paragraph(told.message, scene.entry.text, 'more')}</p>" if told.message else ""
    words = f'<div class="reel-foot">{who}{text}<small>{parts.sponsored(told)}</small>{below.tiles(scene)}</div>'
    foot = f'{words}<div class="reel-cta">{parts.act(told.first)}</div>'
    seen = screens(scene) if len(told.cards) > 1 else stage(scene)
    more = below.over(scene) + below.profile(scene)
    return f'<main class="full">{seen}<div class="shade"></div><div class="reel-side">{side}</div>{more}{foot}</main>'


def interstitial(scene: Scene) -> str:
    card, told = scene.story.first, scene.story
    bar = f'<div class="inter__bar"><span>Ad</span>{icon("x")}</div>'
    who = f'<div class="inter__who">{face(told.page_name)}<span><b>{escape(told.page_name)}</b><small>{escape(card.domain)}</small></span></div>'
    words = (
        f"<h1>{line(card.title or told.page_name, scene.entry.title)}</h1><p>{line(told.message, scene.entry.text)}</p>"
    )
    return f'<main class="inter">{bar}<div class="inter__media">{stage(scene)}</div><div class="inter__foot">{who}{words}{button(card.cta, "cta--blue")}</div></main>'


def explore(scene: Scene) -> str:
    blank = '<i class="blank"></i>'
    told = scene.story
    name = f"<b>{escape(parts.speaker(told, True))}</b><small>Sponsored</small>"
    text = line(told.message or told.first.title, scene.entry.text)
    strip = f'<div class="tile__foot"><span>{name}<span class="tile__text">{text}</span></span>{button(told.first.cta)}</div>'
    tile = f'<article class="big">{medium(scene)}</article>'
    bar = f'<div class="search">{icon("search")}<span>Search</span></div>'
    return f'{bar}<div class="mosaic">{blank * 3}{tile}{blank * 2}{strip}{blank * 3}</div>'


def market(scene: Scene) -> str:
    card, told = scene.story.first, scene.story
    blank = '<div class="item item--blank"><i></i><b></b><b></b></div>'
    title = line(card.title or told.message, scene.entry.title)
    words = f"<b>{title}</b><small>Sponsored · {escape(card.domain or told.page_name)}</small>"
    ad = f'<article class="item">{medium(scene)}{words}{parts.act(card)}</article>'
    bar = f'<div class="bar-top"><span>Marketplace</span>{icon("search")}</div>'
    chips = '<div class="chips"><span>Sell</span><span>For you</span><span>Local</span></div>'
    return f'{bar}{chips}<div class="market__grid">{blank}{ad}{blank * 2}</div>'


def inbox(scene: Scene) -> str:
    card, told = scene.story.first, scene.story
    blank = '<div class="chat chat--blank"><span class="face"></span><span class="who"><i></i><i></i></span></div>'
    who = f'<span class="who"><b>{escape(told.page_name)}</b><span>Sponsored</span></span>'
    below = line(card.description or card.domain, scene.entry.description)
    foot = f'<div class="chat__foot"><span><b>{line(card.title or told.message, scene.entry.title)}</b><small>{below}</small></span>{button(card.cta)}</div>'
    ad = f'<article class="chat chat--ad"><header>{face(told.page_name)}{who}{icon("ellipsis")}</header><div class="chat__media">{medium(scene)}{foot}</div></article>'
    bar = f'<div class="bar-top"><span>Chats</span>{icon("square-pen")}</div><div class="search">{icon("search")}<span>Search</span></div>'
    return f"{bar}{blank}{ad}{blank}"


def banner(scene: Scene) -> str:
    card, told = scene.story.first, scene.story
    words = f"<span><b>{line(card.title or told.page_name, scene.entry.title)}</b><small>Sponsored · {escape(told.page_name or card.domain)}</small></span>"
    return f'<article class="banner__ad">{medium(scene)}{words}{button(card.cta)}</article><p class="banner__text">{line(told.message, scene.entry.text)}</p>'


def instream(scene: Scene) -> str:
    card, told = scene.story.first, scene.story
    words = f"<span><b>{escape(told.page_name)}</b><small>Sponsored · {line(card.title or card.domain, scene.entry.title)}</small></span>"
    return f'<article class="instream__ad"><div class="post__media">{medium(scene)}</div><div class="post__link">{face(told.page_name)}{words}{button(card.cta)}</div></article>'


FAMILIES = {
    "feed": feed,
    "feed_desktop": feed,
    "ig_feed": ig_feed,
    "column": column,
    "story": story,
    "reel": reel,
    "interstitial": interstitial,
    "explore": explore,
    "market": market,
    "inbox": inbox,
    "banner": banner,
    "instream": instream,
}
