"""The AI hosts that the council allows: each is greeted as a drafting tool would greet it, and nothing is sent."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress

from health import BrokenError
from parties import Reach
from record.policy import Policy

SECONDS = 10.0
"""For which each host is waited for, all side by side."""
NAME = "AI host"
STOPS = "Nothing today: no drafting tool of today uses an AI host. Records of a tool that does would wait."
WHO = "whoever looks after the network that Faircopy runs in"
FIX = (
    "Let Faircopy reach it over https, port 443, with no proxy that puts in a certificate of its own. Or take it out: "
    "type configure to Faircopy, page AI tool and case system."
)


async def allowed(policy: Policy, reach: Reach, *, seconds: float = SECONDS) -> str:
    """What is to be said of the hosts that are allowed. Raises BrokenError naming those that cannot be used."""
    hosts = policy.ai_hosts
    if not hosts:
        how = "Faircopy drafts by itself" if policy.tool.drafts else "records are written by hand"
        return f"No AI host is allowed: {how}."
    trust = reach.trust()
    wrong = [no for no in await asyncio.gather(*(_greeted(h, reach, trust, seconds) for h in hosts)) if no]
    if wrong:
        raise BrokenError(" ".join(wrong), fix=FIX)
    return f"Reached, with a valid certificate: {', '.join(hosts)}. No words go there yet."


async def _greeted(host: str, reach: Reach, trust: ssl.SSLContext, seconds: float) -> str:
    """What is wrong with it, "" if nothing is. A handshake is made in its name, and the connection closed."""
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(*reach.door(host), ssl=trust, server_hostname=host)
    except ssl.SSLCertVerificationError:
        return f"{host} shows no certificate that is valid for that name."
    except (OSError, TimeoutError):
        return f"{host} cannot be reached."
    writer.close()
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(1.0):
            await writer.wait_closed()
    return ""
