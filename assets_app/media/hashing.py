"""Reading a file once for all that its bytes tell."""

import hashlib

BLOCK = 1024 * 1024


def sha256(file, on_read=lambda count: None) -> str:
    """Hex digest of an open binary file, in constant memory; `on_read(bytes)` is called as it goes."""
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
        on_read(len(block))
    return digest.hexdigest()
