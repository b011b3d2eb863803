"""Real pictures and clips, made in memory."""

import functools
import io

import av
from PIL import Image, ImageDraw


@functools.cache
def picture(width: int = 640, height: int = 480, colour: str = "teal", kind: str = "JPEG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(target, kind)
    return target.getvalue()


@functools.cache
def clip(seconds: int = 2, width: int = 320, height: int = 240) -> bytes:
    """An MP4 whose noise keeps it big enough for several chunks."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = width, height, "yuv420p", 2_000_000
        for number in range(seconds * 10):
            for packet in stream.encode(av.VideoFrame.from_image(_noise(width, height, number))):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return target.getvalue()


def _noise(width: int, height: int, number: int) -> Image.Image:
    frame = Image.effect_noise((width, height), 90).convert("RGB")
    ImageDraw.Draw(frame).text((10, 10), str(number), fill="red")
    return frame


@functools.cache
def sound() -> bytes:
    """An MP4 file without any picture."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=44100)
        frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        for number in range(200):
            frame.pts, frame.sample_rate = number * 1024, 44100
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return target.getvalue()
