"""What a person sees in a frame: its picture found in a screenshot by the colours of its corners."""

import io

from PIL import Image

QUARTERS = {"red": (214, 40, 40), "green": (30, 160, 60), "blue": (40, 70, 214), "yellow": (235, 200, 30)}
INSET = 0.14  # of the picture's side: corners may be rounded, and the words of a full screen lie at its edges
PLACE = """() => {
  const box = document.querySelector('img.media').getBoundingClientRect();
  return [box.left, box.top, box.right, box.bottom].map((edge, n) => edge / (n % 2 ? innerHeight : innerWidth));
}"""
SCROLL = """(frame, [x, y]) => {
  for (let room = frame.parentElement; room; room = room.parentElement) {
    const at = frame.getBoundingClientRect(), whole = { left: 0, top: 0, width: innerWidth, height: innerHeight };
    const seen = room === document.documentElement ? whole : room.getBoundingClientRect();
    const left = at.left + x * at.width - seen.left - seen.width / 2, top = at.top + y * at.height - seen.top - seen.height / 2;
    room.scrollBy({ left, top, behavior: 'instant' });
  }
}"""


def picture_file(path, side=1080):
    """A PNG of four coloured quarters: whatever a placement cuts off, its corners have the four colours."""
    image = Image.new("RGB", (side, side))
    for number, colour in enumerate(QUARTERS.values()):
        x, y = number % 2 * side // 2, number // 2 * side // 2
        image.paste(colour, (x, y, x + side // 2, y + side // 2))
    image.save(path)
    return path


def corners_seen(page, iframe) -> tuple[list[str], float]:
    """The colours of the picture's corners in reading order, and its width / height, from screenshots of the frame."""
    frame = iframe.element_handle().content_frame()
    frame.wait_for_function("[...document.images].every(one => one.complete && one.naturalWidth)")
    left, top, right, bottom = frame.evaluate(PLACE)
    across, down = (right - left) * INSET, (bottom - top) * INSET
    places = [(x, y) for y in (top + down, bottom - down) for x in (left + across, right - across)]
    box = iframe.bounding_box()
    ratio = (right - left) * box["width"] / ((bottom - top) * box["height"])
    return [named(pixel_at(page, iframe, x, y)) for x, y in places], ratio


def pixel_at(page, iframe, x: float, y: float):
    """The pixel at a share of the frame's width and height, scrolled into view as a person would."""
    iframe.evaluate(SCROLL, [x, y])
    box = iframe.bounding_box()
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return shot.getpixel((int(box["x"] + x * box["width"]), int(box["y"] + y * box["height"])))


def named(pixel) -> str:
    """The quarter's colour that a pixel has; its own numbers when it is none of them. A shade over it may darken it."""
    brightest = max(pixel) or 1
    for name, colour in QUARTERS.items():
        scaled = [part * brightest / max(colour) for part in colour]
        if all(abs(a - b) < 45 for a, b in zip(pixel, scaled, strict=True)) and brightest > 60:
            return name
    return f"{pixel}"
