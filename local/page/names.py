"""What a place is called: where somebody would look for it, and what it is, never a blob's name."""

from __future__ import annotations

from dataclasses import dataclass

from local.microsoft.onedrive import CHAT_FILES
from local.town import Town

SEALED = "storage temporary/words/"
"""Where Faircopy keeps its sealed copies."""

OURS = "Faircopy"
"""Where what Faircopy itself holds is."""

_CONTAINERS = {
    "temporary/dockets": "Account of each meeting, sealed",
    "temporary/keys": "Keys, sealed",
    "lasting/receipts": "Receipts",
    "lasting/policies": "The council's choices",
}
_PARTIES = {
    "case system": ("Case system", "People's files"),
    "graph": ("Teams", "The meeting's entry"),
    "teams": ("Teams", "The chat's own data"),
    "onedrive": ("OneDrive", "Lists of files"),
    "entra": ("Sign-in", "Accounts"),
    "tokens": ("Sign-in", "Accounts"),
    "keys": ("Sign-in", "Accounts"),
    "queue": (OURS, "Work queue"),
    "file": (OURS, "Key file"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a place is called. `key` is the same for places that are one thing to a person."""

    key: str
    where: str
    what: str
    stays: bool = False


def named(town: Town, place: str, about: str = "") -> Named:
    """The name of a place that `Town.places` calls so; `about`: who is named on a card."""
    party, _, rest = place.removesuffix(" (key)").removesuffix(" (name)").partition("/")
    parts = rest.split("/")
    if place.startswith(SEALED):
        return _ours(place.removeprefix(SEALED).removesuffix(" (name)").split("/"))
    if party == "case system" and parts[0] == "notes" and len(parts) > 1:
        return _note(town, parts[1])
    if party == "onedrive" and len(parts) > 1:
        return _file(town, parts[0], parts[1])
    if party == "teams" and "messages" in parts and parts[-1] != "messages":
        return _message(town, parts[parts.index("messages") + 1], about)
    if party.startswith("storage "):
        what = _CONTAINERS.get(f"{party.removeprefix('storage ')}/{parts[0]}", "Random ids")
        return Named(key=f"storage/{what}", where=OURS, what=what)
    where, what = _PARTIES.get(party.split(" ")[0] if party != "case system" else party, ("Storage", "Log"))
    return Named(key=f"{where}/{what}", where=where, what=what)


def _ours(address: list[str]) -> Named:
    docket, kind = (*address, "")[:2]
    if kind.startswith("k"):
        return Named(key="key", where=OURS, what="Keys, sealed")
    if kind == "s":
        return Named(key=f"transcript/{docket}", where=OURS, what="Transcript")
    number = kind.removeprefix("r")
    what = "Draft" if number == "1" else f"Draft {number}"
    return Named(key=f"draft/{docket}/{number}", where=OURS, what=what)


def _note(town: Town, id: str) -> Named:
    note = town.cases.notes.get(id)
    if note is not None and note.adds_to:  # what is added below a note is part of it: one copy to a person
        return _note(town, note.adds_to)
    what = f"The record, on file {note.reference}" if note else "The record"
    return Named(key=f"note/{id}", where="Case file", what=what, stays=True)


def _file(town: Town, shelf: str, id: str) -> Named:
    item = town.microsoft.files.items.get(id)
    dropped = item is not None and item.folder == CHAT_FILES
    what = "The file that you dropped" if dropped else "Recording and transcript"
    where = "OneDrive" if shelf == "files" else f"OneDrive, {shelf}"
    return Named(key=f"{shelf}/{id}", where=where, what=what)


def _message(town: Town, id: str, about: str) -> Named:
    for conversation in town.microsoft.connector.conversations.values():
        message = conversation.messages.get(id)
        if message is not None and message.by != "bot":
            return Named(key="typed", where="Teams chat", what="What you typed")
    what = f"Card about {about}" if about else "A card"
    return Named(key=f"message/{id}", where="Teams chat", what=what)
