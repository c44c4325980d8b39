"""Who may come in: the table of tokens, each row over HTTP with real keys, and rows that an attacker would try.

Only the channel's own token, for this bot, from this tenant, at a listed address, opens the door: 201. Everything
else is refused with the status in its row, reaches no conversation, and makes us call nobody.
"""

from __future__ import annotations

import gzip
import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.callers import LARGEST_TOKEN
from local.microsoft import Microsoft
from local.microsoft.keys import CHANNEL, lifespan
from local.microsoft.teams_user import TeamsUser
from tests.bot.conftest import APP_ID, TENANT, Bot
from tests.bot.raw import Sent, send, signed

NOW = int(time.time())
ELSEWHERE = "https://smba.trafficmanager.net/uk/"
SOMEBODY = "99999999-aaaa-4bbb-8ccc-000000000009"


@dataclass(frozen=True)
class Row:
    """`asks` makes the request; `before` is what stands otherwise than usual."""

    name: str
    status: int
    asks: Callable[[Bot, TeamsUser], Sent]
    before: Callable[[Microsoft], object] = lambda _: None


def body(user: TeamsUser, **changed: Any) -> bytes:
    """A good activity, with changes; None takes a field out."""
    activity = user.activity("message", text="help") | changed
    return json.dumps({k: v for k, v in activity.items() if v is not None}).encode()


def token(name: str, status: int = 401, **forged: Any) -> Row:
    """A good activity with a token of which something is otherwise."""

    def asks(bot: Bot, ana: TeamsUser) -> Sent:
        said = {n: int(time.time()) + v.seconds if isinstance(v, In) else v for n, v in forged.items()}
        return Sent(body=body(ana), authorization=[f"Bearer {bot.token(**said)}"])

    return Row(name, status, asks)


def header(name: str, *headers: str, status: int = 401) -> Row:
    """A good activity with just these Authorization headers."""
    return Row(name, status, lambda _, ana: Sent(body=body(ana), authorization=headers))


def forged(
    name: str, *, status: int = 401, by: str = "ours", head: dict[str, Any] | None = None, **claims: Any
) -> Row:
    """A token made by hand. A claim given as text of JSON goes in as it stands."""

    def asks(bot: Bot, ana: TeamsUser) -> Sent:
        service = bot.microsoft.connector.service_url
        good = {"iss": CHANNEL, "aud": APP_ID, "serviceurl": service, **lifespan(3_600)}
        said = {n: v for n, v in (good | claims).items() if not isinstance(v, Raw)}
        text = json.dumps(said)[:-1]
        text += "".join(f', "{n}": {v}' for n, v in claims.items() if isinstance(v, Raw)) + "}"
        made = signed(bot, text, (head or {}).items(), by)
        return Sent(body=body(ana), authorization=[f"Bearer {made}"])

    return Row(name, status, asks)


@dataclass(frozen=True)
class In:
    """A moment so many seconds from when the row is asked."""

    seconds: int


class Raw(str):
    """JSON as it stands."""

    __slots__ = ()


def activity(name: str, status: int = 401, **changed: Any) -> Row:
    """A good token with an activity of which something is otherwise."""
    return Row(
        name,
        status,
        lambda bot, ana: Sent(body=body(ana, **changed), authorization=[f"Bearer {bot.token()}"]),
    )


def service(name: str, url: str) -> Row:
    """The channel's own token and activity, both naming a service that is not listed."""
    return Row(
        name,
        401,
        lambda bot, ana: Sent(
            body=body(ana, serviceUrl=url), authorization=[f"Bearer {bot.microsoft.keys.channel_token(url)}"]
        ),
    )


def content(name: str, status: int, given: bytes | Callable[[TeamsUser], bytes], **more: Any) -> Row:
    """A good token with this body."""
    return Row(
        name,
        status,
        lambda bot, ana: Sent(
            body=given if isinstance(given, bytes) else given(ana),
            authorization=[f"Bearer {bot.token()}"],
            **more,
        ),
    )


def unendorsed(microsoft: Microsoft) -> None:
    microsoft.keys.endorsements = ["webchat", "MSTEAMS"]


def keyless(microsoft: Microsoft) -> None:
    microsoft.wire.fail("keys")


def _twice(user: TeamsUser, name: str, first: object) -> bytes:
    """A body that names a field twice: first as given, then as it should be."""
    return b'{"%s": %s, ' % (name.encode(), json.dumps(first).encode()) + body(user)[1:]


def _packed(user: TeamsUser) -> bytes:
    return gzip.compress(body(user))


TABLE = [
    # --- the table --------------------------------------------------------------------------------------------------
    header("no header"),
    header("empty header", ""),
    header("empty Bearer", "Bearer"),
    header("Bearer and a space", "Bearer "),
    header("Basic", "Basic YTpi"),
    header("garbage", "Bearer garbage"),
    header("a.b.c", "Bearer a.b.c"),
    token("no issuer", iss=None),
    token("alg none", alg="none"),
    token("alg none, no kid", alg="none", kid=None),
    token("alg HS256", alg="HS256"),
    token("forged signature, known kid", key="other"),
    token("forged signature, unknown kid", key="other", kid="nobody's"),
    token("forged signature, no kid", key="other", kid=None),
    token("our signature, no kid", kid=None),
    token("our signature, unknown kid", kid="nobody's"),
    token("expired", expired=True),
    token("expired beyond the skew", exp=In(-301)),
    token("expired within the skew", 201, exp=In(-240)),
    token("not yet", nbf=In(3_600)),
    token("not yet, within the skew", 201, nbf=In(240)),
    token("wrong issuer", iss="https://api.botframework.com.example.test"),
    token("issuer with a slash", iss=f"{CHANNEL}/"),
    token("wrong audience", aud=SOMEBODY),
    token("no audience", aud=None),
    token("empty audience", aud=""),
    token("wrong serviceurl", serviceurl=ELSEWHERE),
    token("no serviceurl", serviceurl=None),
    token("empty serviceurl", serviceurl=""),
    Row(
        "channel not endorsed by the key",
        401,
        lambda bot, ana: Sent(body=body(ana), authorization=[f"Bearer {bot.token()}"]),
        unendorsed,
    ),
    token("validly signed without exp", exp=None),
    activity("no serviceUrl", serviceUrl=None),
    activity("empty serviceUrl", serviceUrl=""),
    activity("serviceUrl is a number", serviceUrl=5),
    activity("tenant not ours", conversation={"id": "a:1", "tenantId": SOMEBODY}, channelData=None),
    activity("two tenants, one ours", conversation={"id": "a:1", "tenantId": SOMEBODY}),
    activity("two tenants, the other ours", channelData={"tenant": {"id": SOMEBODY}}),
    activity("no tenant", conversation={"id": "a:1"}, channelData={}),
    activity("another channel", channelId="emulator"),
    activity("no channel", channelId=None),
    token("emulator's issuer", iss=f"https://sts.windows.net/{TENANT}/"),
    token("emulator's other issuer", iss=f"https://login.microsoftonline.com/{TENANT}/v2.0"),
    token("valid", 201),
    Row(
        "valid, small letters",
        201,
        lambda bot, ana: Sent(body=body(ana), authorization=[f"bearer {bot.token()}"]),
    ),
    activity("tenant in one place", 201, channelData=None),
    content("empty", 400, b""),
    content("broken", 400, b"{"),
    content("list", 400, b"[]"),
    content("null", 400, b"null"),
    content("number", 400, b"5"),
    content("empty object", 400, b"{}"),
    content("type is a number", 400, b'{"type": 5}'),
    content("not UTF-8", 400, b"\xff"),
    content("deep", 400, b"[" * 50_000),
    content("deep objects", 400, b'{"a":' * 30_000),
    activity("text is a number", 400, text=5),
    activity("from is nobody", 400, **{"from": {"id": "29:1", "name": "Ana"}}),
    activity("from is a blank", 400, **{"from": {"id": "29:1", "name": "Ana", "aadObjectId": " "}}),
    activity("from without a Teams id", 400, **{"from": {"aadObjectId": "1"}}),
    activity("from is text", 400, **{"from": "Ana"}),
    activity("no from", 400, **{"from": None}),
    activity("attachments are text", 400, attachments="none"),
    activity("attachments are numbers", 400, attachments=[5]),
    activity("entities are an object", 400, entities={"type": "mention"}),
    activity("an odd time, which nobody reads", 201, timestamp="yesterday"),
    activity("a huge id", 400, id="x" * 2_000),
    content("text", 415, body, type="text/plain"),
    content("form", 415, body, type="application/x-www-form-urlencoded"),
    content("no type", 415, body, type=None),
    content("JSON of another kind", 415, body, type="application/vnd.api+json"),
    content("too large", 413, lambda ana: body(ana, text="x" * 300_000)),
    Row(
        "key server down",
        503,
        lambda bot, ana: Sent(body=body(ana), authorization=[f"Bearer {bot.token()}"]),
        keyless,
    ),
    # --- what an attacker would try ---------------------------------------------------------------------------------
    forged("made by hand, all well", status=201),
    forged("the public key taken for a secret", by="confused"),
    forged("alg rs256", head={"alg": "rs256"}),
    forged("alg RS512", head={"alg": "RS512"}),
    forged("alg is a list", head={"alg": ["RS256"]}),
    forged("kid is a number", head={"kid": 5}),
    forged("kid is a path", head={"kid": "../../etc/passwd"}),
    forged("kid is huge", head={"kid": "k" * 4_000}),
    forged("brings its key (jwk)", by="forger", head={"jwk": {"kty": "RSA", "n": "AQAB", "e": "AQAB"}}),
    forged("names where its key is (jku)", by="forger", head={"jku": "https://example.test/keys"}),
    forged("names its certificate (x5u)", by="forger", head={"x5u": "https://example.test/x"}),
    forged("must be understood (crit)", head={"crit": ["exp"], "exp": 1}),
    forged("detached (b64)", head={"b64": False}),
    forged("exp is text", exp=str(NOW + 3_600)),
    forged("exp is a word", exp="soon"),
    forged("exp is true", exp=True),
    forged("exp is null", exp=Raw("null")),
    forged("exp is no number", exp=Raw("NaN")),
    forged("exp is endless", exp=Raw("1e400")),
    forged("exp is Infinity", exp=Raw("Infinity")),
    forged("exp has 5,000 digits", exp=Raw("9" * 5_000)),
    forged("exp in milliseconds", exp=(NOW + 3_600) * 1_000),
    forged("exp is a list", exp=[NOW + 3_600]),
    forged("nbf is text", nbf="0"),
    forged("nbf is no number", nbf=Raw("NaN")),
    forged("audience list with ours", aud=[SOMEBODY, APP_ID]),
    forged("audience list of ours", aud=[APP_ID]),
    forged("audience in capitals", aud=APP_ID.upper()),
    forged("issuer list", iss=[CHANNEL]),
    forged("serviceurl list", serviceurl=[ELSEWHERE]),
    forged("claims are a list", exp=Raw("1}]")),
    Row(
        "two headers, both good",
        401,
        lambda bot, ana: Sent(body=body(ana), authorization=[f"Bearer {bot.token()}"] * 2),
    ),
    Row(
        "two headers, the first good",
        401,
        lambda bot, ana: Sent(body=body(ana), authorization=[f"Bearer {bot.token()}", "Bearer a.b.c"]),
    ),
    Row(
        "two headers, the second good",
        401,
        lambda bot, ana: Sent(body=body(ana), authorization=["Bearer a.b.c", f"Bearer {bot.token()}"]),
    ),
    Row(
        "two tokens in one header",
        401,
        lambda bot, ana: Sent(body=body(ana), authorization=[f"Bearer a.b.c, Bearer {bot.token()}"]),
    ),
    Row(
        "token in the address",
        401,
        lambda bot, ana: Sent(body=body(ana), query=f"?access_token={bot.token()}&token={bot.token()}"),
    ),
    Row(
        "token in another header",
        401,
        lambda bot, ana: Sent(body=body(ana), more=[("X-Ms-Token", f"Bearer {bot.token()}")]),
    ),
    header("huge token", "Bearer " + "x" * 7_000),
    header("huge header", "Bearer " + "x" * (2 * LARGEST_TOKEN), status=400),
    header("token of signs", "Bearer \u00e9.\u00e9.\u00e9"),
    content("a second from", 400, lambda ana: _twice(ana, "from", {"id": "29:x", "aadObjectId": SOMEBODY})),
    content("a second tenant", 400, lambda ana: _twice(ana, "channelData", {"tenant": {"id": SOMEBODY}})),
    content("a second type", 400, lambda ana: _twice(ana, "type", "invoke")),
    activity("tenant in wide letters", channelData={"tenant": {"id": TENANT.replace("2", "\uff12")}}),
    activity("tenant with a zero", channelData={"tenant": {"id": TENANT + "\x00"}}),
    activity("tenant with a blank", channelData={"tenant": {"id": f" {TENANT}"}}),
    activity("tenant is a list", channelData={"tenant": {"id": [TENANT]}}),
    activity("tenant is an object", conversation={"id": "a:1", "tenantId": {"id": TENANT}}, channelData={}),
    activity("channelData is text", conversation={"id": "a:1"}, channelData=TENANT),
    service("a service not listed", ELSEWHERE),
    service("a service alike", "https://127.0.0.1.example.test/"),
    service("a service with a user", "https://127.0.0.1@example.test/"),
    service("a service on another loopback", "http://localhost:1/"),
    service("a service in a file", "file:///etc/passwd"),
    content("gzip", 415, _packed, more=[("Content-Encoding", "gzip")]),
    content("gzip, not said", 400, _packed),
    content("plain, said to be gzip", 415, body, more=[("Content-Encoding", "gzip")]),
    content("a bomb", 415, gzip.compress(b"0" * 20_000_000), more=[("Content-Encoding", "gzip")]),
    content(
        "a bomb in a bomb",
        415,
        gzip.compress(gzip.compress(b"0" * 50_000_000)),
        more=[("Content-Encoding", "gzip, gzip")],
    ),
    content("deflate", 415, lambda a: zlib.compress(body(a)), more=[("Content-Encoding", "deflate")]),
    content("br", 415, b"\x8b\x00", more=[("Content-Encoding", "br")]),
    content("identity", 201, body, more=[("Content-Encoding", "identity")]),
    Row(
        "in chunks",
        201,
        lambda bot, ana: Sent(body=b"", chunks=_cut(body(ana)), authorization=[f"Bearer {bot.token()}"]),
    ),
    content("in many chunks, too large", 413, b"", chunks=[b"x" * 50_000] * 6),
    content("UTF-16", 400, lambda ana: body(ana).decode().encode("utf-16")),
    content(
        "UTF-16, said",
        415,
        lambda a: body(a).decode().encode("utf-16"),
        type="application/json; charset=utf-16",
    ),
    content("UTF-32", 400, lambda ana: body(ana).decode().encode("utf-32-le")),
    content("UTF-7", 415, body, type="application/json; charset=utf-7"),
    content("UTF-8, said", 201, body, type='application/json; charset="UTF-8"'),
    content("a byte-order mark", 400, lambda ana: b"\xef\xbb\xbf" + body(ana)),
    content("halves of characters, raw", 400, lambda ana: body(ana).replace(b"help", b"\xed\xa0\x80")),
    content("halves of characters, escaped", 201, lambda ana: body(ana).replace(b"help", rb"\ud83d help")),
    content("NaN", 400, lambda ana: body(ana).replace(b'"help"', b"NaN")),
    content("endless number", 201, lambda ana: body(ana).replace(b'"en-GB"}', b'"en-GB", "x": 1e999}')),
    content("5,000 digits", 400, lambda ana: body(ana)[:-1] + b', "x": ' + b"9" * 5_000 + b"}"),
    content("two activities", 400, lambda ana: body(ana) + body(ana)),
]


def _cut(whole: bytes) -> list[bytes]:
    return [whole[n : n + 7] for n in range(0, len(whole), 7)]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
async def test_who_may_come_in(bot: Bot, ana: TeamsUser, row: Row) -> None:
    row.before(bot.microsoft)
    got = await send(bot, row.asks(bot, ana))
    assert got.status == row.status
    assert len(bot.heard) == (row.status == 201)
    assert bot.microsoft.wire.to("teams") == []
    assert bot.microsoft.wire.to("entra") == []
    if row.status == 503:
        assert 0 < int(got.headers["retry-after"]) <= 60


def test_the_table_names_each_row_once() -> None:
    names = [row.name for row in TABLE]
    assert len(set(names)) == len(names)
    assert {row.status for row in TABLE} == {201, 400, 401, 413, 415, 503}
