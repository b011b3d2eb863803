"""A security key in memory: what a browser would hand over of one, true or as a thief would have it."""

import json
from hashlib import sha256
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, HOLDS_KEY = 0x01, 0x04, 0x40


class SoftKey:
    def __init__(self, site: str):
        self.site, self.number = site, b"number of this key"
        self.private = ec.generate_private_key(ec.SECP256R1())

    def made(self, options: dict, *, alone: bool = True) -> str:
        """What it says when it is added. `alone`: it keeps who its person is, as a passkey does."""
        public = ES256.from_cryptography_key(self.private.public_key())
        held = AttestedCredentialData.create(b"\0" * 16, self.number, public)
        data = self._data(PRESENT | VERIFIED | HOLDS_KEY, held)
        said = {"attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {})))}
        said |= {"clientDataJSON": websafe_encode(self._client("webauthn.create", options, self.site))}
        return self._told(said, {"credProps": {"rk": alone}})

    def says(self, options: dict, *, of: str, knows_person: bool = True, origin: str = "") -> str:
        """Its answer at sign-in. `of` is the handle of the account, which it does not sign."""
        client = self._client("webauthn.get", options, origin or self.site)
        data = bytes(self._data(PRESENT | (VERIFIED if knows_person else 0)))
        signature = self.private.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": data, "signature": signature, "userHandle": of.encode()}
        return self._told({name: websafe_encode(value) for name, value in said.items()}, {})

    def _data(self, flags: int, held: AttestedCredentialData | None = None) -> AuthenticatorData:
        site = sha256((urlsplit(self.site).hostname or "").encode()).digest()
        return AuthenticatorData.create(site, AuthenticatorData.FLAG(flags), 1, held or b"")

    def _client(self, kind: str, options: dict, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": options["publicKey"]["challenge"], "origin": origin}).encode()

    def _told(self, response: dict, extensions: dict) -> str:
        number = websafe_encode(self.number)
        told = {"id": number, "rawId": number, "type": "public-key", "response": response}
        return json.dumps(told | {"clientExtensionResults": extensions})
