"""Signing keys and the JSON Web Tokens made and checked with them."""

import base64
import secrets
import time
from dataclasses import dataclass, field
from functools import cache

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

GRAPH = "https://graph.microsoft.com"
CHANNEL = "https://api.botframework.com"


class BadTokenError(Exception):
    """A bearer token that its reader must refuse."""


@cache
def _spare(number: int) -> rsa.RSAPrivateKey:
    """A key made once a process: making one takes a tenth of a second."""
    del number
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def forgers_key() -> rsa.RSAPrivateKey:
    """A key that nobody publishes, for forged tokens."""
    return _spare(-1)


@dataclass
class KeyRing:
    """The keys that a party signs with: the newest signs, all that are listed check."""

    first: int
    keys: dict[str, rsa.RSAPrivateKey] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.made = self.first
        self.roll_over()

    def roll_over(self, *, keep_old: bool = False) -> None:
        """Sign with a new key from now on; the old ones stay published only where asked."""
        if not keep_old:
            self.keys.clear()
        self.keys[secrets.token_urlsafe(16)] = _spare(self.made)
        self.made += 1

    @property
    def kid(self) -> str:
        """The name of the key that signs."""
        return list(self.keys)[-1]

    def sign(self, claims: dict[str, object]) -> str:
        """A token signed with the newest key."""
        return jwt.encode(claims, self.keys[self.kid], algorithm="RS256", headers={"kid": self.kid})

    def check(self, authorization: str | None, audience: str) -> dict[str, object]:
        """The claims of a bearer header, or BadTokenError."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise BadTokenError("no bearer token")
        try:
            key = self.keys[jwt.get_unverified_header(token)["kid"]].public_key()
            return dict(
                jwt.decode(
                    token,
                    key,
                    algorithms=["RS256"],
                    audience=audience,
                    options={"require": ["exp", "aud", "iss"]},
                )
            )
        except (jwt.PyJWTError, KeyError) as no:
            raise BadTokenError(type(no).__name__) from no

    def jwks(self, **more: object) -> dict[str, object]:
        """The public halves, as the party publishes them."""
        return {"keys": [_jwk(kid, key.public_key()) | more for kid, key in self.keys.items()]}


def _jwk(kid: str, key: rsa.RSAPublicKey) -> dict[str, object]:
    numbers = key.public_numbers()
    return {
        "kty": "RSA",
        "use": "sig",
        "kid": kid,
        "x5t": kid,
        "n": b64url(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")),
        "e": b64url(numbers.e.to_bytes(3, "big")),
    }


def b64url(data: bytes) -> str:
    """Base64 for URLs, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def lifespan(seconds: float) -> dict[str, object]:
    """The time claims of a token that lives so long from now."""
    now = int(time.time())
    return {"iat": now, "nbf": now - 1, "exp": int(now + seconds)}
