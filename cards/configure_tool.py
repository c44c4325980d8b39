"""The first page of `configure`: what drafts the records, which AI hosts may hear words at all, and the case system."""

from __future__ import annotations

import re

from cards.configure_fields import UNCHANGED, Field, Values, refused
from cards.configure_page import Installed, Page, Types
from record.errors import RefusedError
from record.policy import Policy, Tool
from record.system import BY_HAND, HTTP_JSON, System, tidied
from record.values import replace

INSTALLED = "installed"
MOST_HOSTS = 10
_HOSTS = "Allowed AI hosts"
_HOST = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
)
"""Labels with dots between, two at least; the last begins with a letter, which no number of an address does."""


def _hosts(policy: Policy, text: str) -> Policy:
    """One host a line. Raises RefusedError naming the line."""
    found: list[str] = []
    for n, line in enumerate((x for x in text.split("\n") if x), 1):
        host = line.lower()
        if not _HOST.fullmatch(host):
            allowed = "a whole host name such as name.openai.azure.com, with no https://, path, port or *"
            raise refused(f"{_HOSTS}, line {n}", allowed, line)
        if host in found:
            raise RefusedError(f"{_HOSTS}, line {n}: this host is there twice. {UNCHANGED}")
        found.append(host)
    if len(found) > MOST_HOSTS:
        raise RefusedError(f"{_HOSTS}: {MOST_HOSTS} at most. You typed {len(found)}. {UNCHANGED}")
    return replace(policy, ai_hosts=tuple(found))


# --- the case system ----------------------------------------------------------------------------------------------

_AS_INSTALLED = "installed"
_ADDRESS = "Address of the case system"
_SYSTEMS = (
    (_AS_INSTALLED, "The one that was installed: see below"),
    (HTTP_JSON, "One that Faircopy files in and reads back from"),
    (BY_HAND, "One with no way in: people file by hand"),
)


def _cases(policy: Policy, item: str, values: Values, types: Types) -> Policy:
    """Connector and address make sense only together. Raises RefusedError for what is no address."""
    system, before = values["cases"], policy.case_system
    typed = values["address"]
    if system == _AS_INSTALLED:
        if typed and (before is None or typed != before.address):
            raise refused(
                _ADDRESS, "empty for the one that was installed; else choose which kind it is", typed
            )
        return replace(policy, case_system=None)
    address = tidied(typed)
    if typed and not address:
        allowed = "an address such as https://host/path, with no name, password or key in it, and no ? or #"
        raise refused(_ADDRESS, allowed, typed)
    if not address and system != BY_HAND:
        raise refused(_ADDRESS, "Faircopy needs it to file anything there", "")
    return replace(policy, case_system=System(connector=system, address=address))


def _on_a_host(before: Policy, after: Policy, installed: Installed) -> None:
    """Approved words go where the installation lets them, whoever asks: a session that was stolen cannot send them, or
    a key, anywhere else."""
    system = after.case_system
    if system is None or system == before.case_system or not system.address:
        return
    if system.origin not in installed.origins:
        hosts = " or ".join(installed.origins) or "none"
        allowed = f"it must begin with what is allowed where Faircopy is installed: {hosts}"
        raise refused(_ADDRESS, allowed, system.address)


TOOL = Page(
    id=INSTALLED,
    title="AI tool and case system",
    fields=lambda _: (
        Field(
            id="tool",
            label="What drafts the records",
            read=lambda p: p.tool.value,
            write=lambda p, v: replace(p, tool={tool.value: tool for tool in Tool}[v]),
            options=tuple((tool.value, tool.said) for tool in Tool),
            note="It holds for what is begun from now on. Drafts that are there already go on.",
        ),
        Field(
            id="hosts",
            label=f"{_HOSTS}, one a line (empty: no words go to any AI host)",
            read=lambda p: "\n".join(p.ai_hosts),
            write=_hosts,
            lines=3,
            note="No tool of today uses an AI host, so nothing goes to these yet. A later tool may use no others.",
        ),
        Field(
            id="cases",
            label="Case system",
            read=lambda p: _AS_INSTALLED if p.case_system is None else p.case_system.connector,
            options=_SYSTEMS,
            note="It holds for what is begun from now on. A record that is there already, also one that is filed, "
            "stays with the case system that it was begun for.",
        ),
        Field(
            id="address",
            label=f"{_ADDRESS} (empty: the one that was installed, or none)",
            read=lambda p: p.case_system.address if p.case_system is not None else "",
            note="Below it stands to which hosts approved words may go. Its key is never typed here.",
        ),
    ),
    whole=_cases,
    checked=_on_a_host,
)
