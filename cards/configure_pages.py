"""The pages of `configure` in order, and what the choices on them may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from cards.configure_fields import (
    UNCHANGED,
    Field,
    called,
    groups,
    listed,
    number,
    people,
    put,
    refused,
    renamed,
    wording,
)
from cards.configure_page import Installed, Page
from cards.configure_rules import COVER, TYPES
from cards.configure_tool import TOOL
from record.errors import RefusedError
from record.policy import Consent, Policy
from record.values import replace

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
NONE_DECLARED = "none"

# --- what people are told -----------------------------------------------------------------------------------------


def _consent(policy: Policy, value: str) -> Policy:
    return replace(policy, consent=Consent(value))


_TOLD = Page(
    id="told",
    title="what people are told",
    fields=lambda _: (
        wording("notice", "Notice for the meeting (empty: none)", 1000, "notice", lines=5),
        Field(
            id="consent",
            label="What it takes before AI may help",
            read=lambda p: p.consent.value,
            write=_consent,
            options=(
                (Consent.NOBODY_OBJECTED.value, "People were told, and nobody objected"),
                (Consent.AGREED.value, "People were told, and everyone agreed"),
            ),
        ),
    ),
    said=(
        "If people were not told, or somebody objected, I stop and hold nothing. That cannot be changed.",
        "Whoever types send notice in a meeting's chat has me post the notice there, and nothing else.",
    ),
)

# --- keeping and reminders ----------------------------------------------------------------------------------------

_REMIND = "Days before it goes to remind its author"


def _reminders(policy: Policy) -> str:
    return ", ".join(f"{t / DAY:.3f}".rstrip("0").rstrip(".") for t in policy.reminders)


def _remind(policy: Policy, value: str) -> Policy:
    days = [x.strip() for x in value.split(",") if x.strip()]
    wrong = [d for d in days if not re.fullmatch(r"[0-9]{1,2}", d) or not 1 <= int(d) <= 29]
    if wrong or len(days) > 3:
        raise refused(_REMIND, "up to 3 numbers from 1 to 29, with commas", value)
    return replace(policy, reminders=tuple(DAY * n for n in sorted({int(d) for d in days}, reverse=True)))


def _before_it_goes(before: Policy, after: Policy, _: Installed) -> None:
    if (before.reminders, before.expiry) == (after.reminders, after.expiry):
        return
    late = [t for t in after.reminders if t >= after.expiry]
    if late:
        days = after.expiry // DAY
        raise refused(_REMIND, f"fewer than the {days} days that a draft is kept", _reminders(after))


_KEEPING = Page(
    id="keeping",
    title="keeping and reminders",
    fields=lambda _: (
        number("undo", "Minutes in which an approval can be undone", 1, 60, "undo", MINUTE),
        number("grace", "Hours before a meeting's own file goes", 1, 720, "grace", HOUR),
        number("expiry", "Days to keep a draft", 1, 30, "expiry", DAY),
        Field(id="reminders", label=f"{_REMIND} (1 to 29, with commas)", read=_reminders, write=_remind),
        number("undecided", "Hours to hold a dropped file that nobody uses", 1, 24, "undecided", HOUR),
        Field(
            id="retention",
            label="Does a Microsoft 365 retention rule cover these meetings or chats?",
            read=lambda p: p.retention_statement if p.retention_statement == NONE_DECLARED else "other",
            write=lambda p, v: replace(
                p, retention_statement=NONE_DECLARED if v == NONE_DECLARED else "not stated"
            ),
            options=(
                ("other", "Yes, or we do not know: a receipt says that a copy may be kept"),
                (NONE_DECLARED, "No: our council has declared that there is none"),
            ),
        ),
    ),
    checked=_before_it_goes,
)

# --- organisers ---------------------------------------------------------------------------------------------------


def _offers(policy: Policy, value: str) -> Policy:
    """On again it looks when it looks by default; what a council chose by hand stays while it is on."""
    looks = policy.offer_looks or Policy().offer_looks
    return replace(policy, offer_looks=looks if value == "yes" else ())


_ORGANISERS = Page(
    id="organisers",
    title="recordings and organisers",
    fields=lambda _: (
        number("asks", "How often an organiser is asked", 1, 10, "asks"),
        number("again", "Days before they are asked again", 1, 14, "ask_again", DAY),
        Field(
            id="offers",
            label="After a meeting that I was added to",
            read=lambda p: "yes" if p.offer_looks else "no",
            write=_offers,
            options=(("yes", "Offer its organiser a draft"), ("no", "Say nothing: they type draft")),
        ),
        number("stands", "Days for which an offer stands", 1, 14, "offer_stands", DAY),
    ),
    said=(
        "When a record is filed, the meeting's own recording and transcript go. Only its organiser can delete them.",
        "Where that is somebody else, I ask them. They may say no, and say why.",
    ),
)

# --- people -------------------------------------------------------------------------------------------------------


def _people_field(id: str, name: str, of: str) -> Field:
    def write(policy: Policy, value: str) -> Policy:
        some = people(value, name)
        return renamed(put(policy, of, tuple(c.id for c in some)), some)

    def read(policy: Policy) -> str:
        return listed(called(policy, getattr(policy, of)))

    note = "Each line: name, comma, Entra object id."
    return Field(id=id, label=f"{name}, one a line", read=read, write=write, lines=4, note=note)


def _groups_field(id: str, name: str, of: str) -> Field:
    def write(policy: Policy, value: str) -> Policy:
        return put(policy, of, groups(value, name))

    note = "Each line: name, comma, object id. Who is in it is asked at each press, with their own sign-in."
    return Field(
        id=id,
        label=f"{name}, one a line",
        read=lambda p: listed(getattr(p, of)),
        write=write,
        lines=2,
        note=note,
    )


def _somebody_left(before: Policy, after: Policy, installed: Installed) -> None:
    """A group counts as somebody only beside a person: nobody can see whether one is empty, and a hold cannot wait
    until Microsoft answers."""
    if not after.admins and not installed.admins:
        raise RefusedError(
            f"Faircopy's admins: somebody must be able to change this. Name at least one. {UNCHANGED}"
        )
    if (before.governance or after.governance_groups) and not after.governance:
        raise RefusedError(
            f"Information governance: somebody must be able to release what is held. Name at least one. {UNCHANGED}"
        )


_PEOPLE = Page(
    id="people",
    title="admins and governance",
    fields=lambda _: (
        _people_field("admins", "Faircopy's admins", "admins"),
        _groups_field("admin_groups", "Entra groups of admins", "admin_groups"),
        _people_field("governance", "Information governance", "governance"),
        _groups_field("governance_groups", "Entra groups of information governance", "governance_groups"),
        wording("help", "Whom people are told to ask", 100, "help_contact", needed=True),
    ),
    said=(
        "Information governance types holds, to hold and to release.",
        "Name a person in each beside the groups: somebody must be there when Microsoft does not answer.",
    ),
    checked=_somebody_left,
)

# --- in order -----------------------------------------------------------------------------------------------------

EARLIER = "earlier"
PAGES: Mapping[str, Page] = {
    page.id: page
    for page in (
        TOOL,
        _TOLD,
        TYPES,
        _KEEPING,
        _ORGANISERS,
        COVER,
        _PEOPLE,
        Page(id=EARLIER, title="who changed what"),
    )
}
ORDER = tuple(PAGES)
