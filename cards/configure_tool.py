"""The first page of `configure`: what drafts the records, and which AI hosts may hear words at all."""

from __future__ import annotations

import re

from cards.configure_fields import UNCHANGED, Field, refused
from cards.configure_page import Page
from record.errors import RefusedError
from record.policy import Policy, Tool
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
    ),
)
