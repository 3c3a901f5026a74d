"""JSON Web Tokens, signed RS256 with a key that is made when it is first needed (RFC 7515, RFC 7517)."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from crm.models import SigningKey
from crm.models.fields.secret import cipher

_BITS: Final = 2048


def signed(claims: Mapping[str, Any]) -> str:
    """The claims as a token that anybody can check with the public key."""
    key = _key()
    header = {"typ": "JWT", "alg": "RS256", "kid": str(key.pk)}
    text = f"{encoded(header)}.{encoded(claims)}"
    signature = _private_key(key).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{_base64(signature)}"


def public_keys() -> list[dict[str, str]]:
    """The keys to check with, as JSON Web Keys."""
    numbers = _private_key(key := _key()).public_key().public_numbers()
    return [
        {
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": str(key.pk),
            "n": _base64(numbers.n.to_bytes(_BITS // 8, "big")),
            "e": _base64(numbers.e.to_bytes(3, "big")),
        }
    ]


def encoded(value: Mapping[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _key() -> SigningKey:
    """The oldest one; of two that are made at the same moment the other is never used again."""
    if not SigningKey.objects.exists():
        _make_key()
    return SigningKey.objects.earliest("created_at", "id")


def _make_key() -> None:
    pem = rsa.generate_private_key(public_exponent=65537, key_size=_BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    SigningKey.objects.create(private_key=cipher().encrypt(pem).decode())


def _private_key(key: SigningKey) -> rsa.RSAPrivateKey:
    loaded = serialization.load_pem_private_key(cipher().decrypt(key.private_key.encode()), password=None)
    assert isinstance(loaded, rsa.RSAPrivateKey)  # noqa: S101 nothing else is ever stored
    return loaded


def _base64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
