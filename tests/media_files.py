"""Real pictures and videos for tests, made on the spot."""

import io
import struct
import zlib
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageDraw

CORNERS = ("#d02020", "#20a020", "#2040d0", "#e0c020")


def picture(width=600, height=600, mode="RGB", seed=0) -> Image.Image:
    """Four coloured corners, and something that differs by seed."""
    image = Image.new(mode, (width, height), "#888888")
    draw = ImageDraw.Draw(image)
    for number, colour in enumerate(CORNERS):
        x, y = (number % 2) * width // 2, (number // 2) * height // 2
        draw.rectangle((x, y, x + width // 2, y + height // 2), fill=colour)
    if seed:
        x, y = seed * 7 % (width // 2), seed * 13 % (height // 2)
        draw.ellipse((x, y, x + width // 3, y + height // 3), fill="#fafafa")
    return image


def image_bytes(format="JPEG", width=600, height=600, seed=0, **options) -> bytes:
    mode = "RGBA" if options.pop("alpha", False) else "RGB"
    out = io.BytesIO()
    picture(width, height, mode, seed).save(out, format, **options)
    return out.getvalue()


def turned_jpeg(width=600, height=400, orientation=6) -> bytes:
    """A JPEG that is shown turned: its EXIF says so."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return image_bytes("JPEG", width, height, exif=exif)


def animated_gif(width=300, height=200) -> bytes:
    frames = [picture(width, height, seed=number).convert("P") for number in (1, 5, 9)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    return out.getvalue()


def bomb_png(side=30_000) -> bytes:
    """A few kilobytes that claim to be 900 million pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 2000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def video_file(path: Path, *, width=320, height=240, seconds=2.0, rate=12, seed=0, black_start=0) -> Path:
    """A playable MP4 whose first `black_start` frames are black."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = width, height, "yuv420p", 400_000
        for number in range(int(seconds * rate)):
            image = (
                Image.new("RGB", (width, height))
                if number < black_start
                else picture(width, height, seed=seed + number)
            )
            frame = av.VideoFrame.from_image(image)
            frame.pts, frame.time_base = number, Fraction(1, rate)
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path


def sound_file(path: Path) -> Path:
    """An MP4 with sound only."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44_100)
        for number in range(20):
            frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            frame.sample_rate, frame.pts = 44_100, number * 1024
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path


def turned_video(path: Path) -> Path:
    """The same video with a display matrix that turns it by 90 degrees, written into its head by hand."""
    video_file(path)
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4
    matrix = at + 40
    data[matrix : matrix + 36] = struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 240 * 65536, 0, 0x40000000)
    path.write_bytes(data)
    return path
