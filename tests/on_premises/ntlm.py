"""What a server does to sign a Windows user in: a challenge, and the proof that NTLMv2 demands (MS-NLMP).

The password is that of the protocol's own example, whose hash is printed there (4.2.2.1.2).
"""

import hashlib
import hmac
import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass

PASSWORD = "Password"
NT_HASH = bytes.fromhex("a4f49c406510bdcab6824ee7c30fd852")
SIGNATURE = b"NTLMSSP\0"
# Unicode, NTLM, a target that is a domain, target information, extended session security, 128 and 56 bits
FLAGS = 0x00000001 | 0x00000200 | 0x00010000 | 0x00800000 | 0x00080000 | 0x20000000 | 0x80000000
DOMAIN_NAME, COMPUTER_NAME, END = 2, 1, 0


@dataclass(frozen=True)
class Answer:
    """What a client sends last (AUTHENTICATE_MESSAGE)."""

    domain: str
    user: str
    proof: bytes
    blob: bytes


class Challenge:
    """One handshake with one client."""

    def __init__(self, domain: str) -> None:
        self.domain = domain
        self.nonce = os.urandom(8)

    def message(self) -> bytes:
        """CHALLENGE_MESSAGE (2.2.1.2): header, domain, and target information behind each other."""
        name = self.domain.encode("utf-16-le")
        facts = b"".join(
            struct.pack("<HH", kind, len(value)) + value
            for kind, value in ((DOMAIN_NAME, name), (COMPUTER_NAME, name), (END, b""))
        )
        at = 56
        head = SIGNATURE + struct.pack("<I", 2) + struct.pack("<HHI", len(name), len(name), at)
        head += struct.pack("<I", FLAGS) + self.nonce + bytes(8)
        head += struct.pack("<HHI", len(facts), len(facts), at + len(name)) + bytes(8)
        return head + name + facts

    def accepts(self, answer: Answer, *, users: Iterable[str]) -> bool:
        """Whether somebody who knows the password answers, as one of these users of this domain."""
        who = (answer.user.upper() + answer.domain).encode("utf-16-le")
        key = hmac.new(NT_HASH, who, hashlib.md5).digest()
        proof = hmac.new(key, self.nonce + answer.blob, hashlib.md5).digest()
        is_known = answer.domain.upper() == self.domain.upper() and answer.user.lower() in users
        return is_known and hmac.compare_digest(proof, answer.proof)


def kind_of(message: bytes) -> int:
    return int(struct.unpack_from("<I", message, 8)[0]) if message.startswith(SIGNATURE) else 0


def read_answer(message: bytes) -> Answer:
    response = _field(message, 20)
    return Answer(
        domain=_field(message, 28).decode("utf-16-le"),
        user=_field(message, 36).decode("utf-16-le"),
        proof=response[:16],
        blob=response[16:],
    )


def _field(message: bytes, at: int) -> bytes:
    length, _, offset = struct.unpack_from("<HHI", message, at)
    return message[offset : offset + length]
