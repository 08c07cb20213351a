"""Sealing a mark so that only the holder of the private key can read it: X25519, HKDF, AES-GCM.

Every seal has a key of its own, so equal marks look different, and all are of the same length.
"""

from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

_KEY_BYTES = 32
_NONCE = bytes(12)
"""One nonce will do: no key seals twice."""


class SealError(ValueError):
	"""A seal that this key does not open: another key's, or damaged."""


def new_keys() -> tuple[str, str]:
	"""Return a new pair of keys, (private, public), as text."""
	private = X25519PrivateKey.generate()
	raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
	return b64encode(raw).decode(), b64encode(_raw(private.public_key())).decode()


def seal(public_key: str, content: bytes) -> str:
	"""Return `content` sealed with a public key, as text."""
	recipient = X25519PublicKey.from_public_bytes(b64decode(public_key))
	sender = X25519PrivateKey.generate()
	cipher = _cipher(sender.exchange(recipient), _raw(sender.public_key()), _raw(recipient))
	return b64encode(_raw(sender.public_key()) + cipher.encrypt(_NONCE, content, None)).decode()


def unseal(private_key: str, sealed: str) -> bytes:
	"""Return what was sealed with the public key that belongs to `private_key`; raise SealError if it was another."""
	recipient = X25519PrivateKey.from_private_bytes(b64decode(private_key))
	try:
		data = b64decode(sealed)
		sender, content = data[:_KEY_BYTES], data[_KEY_BYTES:]
		shared = recipient.exchange(X25519PublicKey.from_public_bytes(sender))
		return _cipher(shared, sender, _raw(recipient.public_key())).decrypt(_NONCE, content, None)
	# Damaged, it may be no text of this kind, or name no sender.
	except (InvalidTag, ValueError):
		raise SealError("The seal does not belong to this key, or is damaged.") from None


def _cipher(shared: bytes, sender: bytes, recipient: bytes) -> AESGCM:
	derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"party_affairs ballot" + sender + recipient)
	return AESGCM(derived.derive(shared))


def _raw(key: X25519PublicKey) -> bytes:
	return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
