"""A form with files is sent as it is read: right length, right bytes, little memory."""

import io
import tracemalloc
from email import message_from_bytes
from email.policy import HTTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_client import FilePart, ShortFile
from graph_client.multipart import MultipartBody, SizedBody


def parts_of(body):
    message = message_from_bytes(f"Content-Type: {body.content_type}\r\n\r\n".encode() + body.read(), policy=HTTP)
    return [
        (part.get_param("name", header="content-disposition"), part.get_filename(), part.get_payload(decode=True))
        for part in message.iter_parts()
    ]


words = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters='"\\%;'), min_size=1, max_size=12)


@given(st.dictionaries(words, words, max_size=4), st.binary(max_size=300), st.integers(1, 70), st.data())
def test_body_has_its_announced_length_whatever_the_block_size(fields, content, block, data):
    start = data.draw(st.integers(0, len(content)))
    size = data.draw(st.integers(0, len(content) - start))
    body = MultipartBody(list(fields.items()), {"f": FilePart("a.bin", io.BytesIO(content), start, size)})
    read = b"".join(iter(lambda: body.read(block), b""))
    assert len(read) == len(body)
    assert content[start : start + size] in read


def test_form_can_be_read_by_others():
    body = MultipartBody([("title", "Sommer ö")], {"source": FilePart("clip.mp4", io.BytesIO(b"\x00video\r\n--x"))})
    assert parts_of(body) == [("title", None, "Sommer ö".encode()), ("source", "clip.mp4", b"\x00video\r\n--x")]


def test_names_cannot_break_out_of_their_header():
    body = MultipartBody([], {"f": FilePart('a"\r\nX-Evil: 1.png', io.BytesIO(b""))})
    assert b"\r\nX-Evil" not in body.read()


def test_file_that_is_shorter_than_promised_is_an_error():
    body = MultipartBody([], {"f": FilePart("a.bin", io.BytesIO(b"123"), 0, 5)})
    with pytest.raises(ShortFile):
        body.read()


def test_progress_is_told_while_bytes_leave():
    told = []
    SizedBody(FilePart("a", io.BytesIO(b"x" * 10), 2, 6, on_read=told.append)).read(4)
    assert told == [4]


class Zeros:
    """A large file that is nowhere."""

    def __init__(self, size):
        self.size, self.at = size, 0

    def seek(self, offset, whence=0):
        self.at = self.size + offset if whence == 2 else offset
        return self.at

    def read(self, size):
        count = min(size, self.size - self.at)
        self.at += count
        return bytes(count)


def test_large_body_needs_little_memory():
    body = MultipartBody([("a", "b")], {"f": FilePart("big.mp4", Zeros(300 * 1024 * 1024))})
    tracemalloc.start()
    total = sum(len(block) for block in body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == len(body)
    assert peak < 2 * 1024 * 1024
