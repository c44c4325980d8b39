"""What the starting cards carry from one to the next, before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from cards import reading
from record.system import System
from record.terms import Told

MOST_CHILDREN = 12
LONGEST = 2048
"""Characters of a join link, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the starting cards carry from one to the next, in their buttons: no names, no words.

    `m` is "call" (with join link `j`, call id `c` and `w`, when it was, in words), "upload" (with docket id `d`), or
    "pick" while the meeting is still to be chosen on the card. `s` is the mark of the case system in which the
    children were found.
    """

    m: str
    j: str = ""
    c: str = ""
    d: str = ""
    w: str = ""
    references: tuple[str, ...] = ()
    type: str = ""
    told: Told | None = None
    interpreter: bool = False
    s: str = ""

    def carried(self) -> dict[str, str]:
        """As strings, for buttons. What is empty is not carried."""
        whole = {
            "m": self.m,
            "j": self.j,
            "c": self.c,
            "d": self.d,
            "w": self.w,
            "refs": ",".join(self.references),
            "kind": self.type,
            "people": self.told.value if self.told else "",
            "spoken": "true" if self.interpreter else "",
            "s": self.s,
        }
        return {k: v for k, v in whole.items() if v}


def opening(data: Mapping[str, object]) -> Opening:
    """The same from what a press sent, in which anything at all may stand."""
    told = reading.text(data, "people") or ""
    references = tuple(r[:100] for r in (reading.text(data, "refs") or "").split(",") if r)
    return Opening(
        m=m if isinstance(m := data.get("m"), str) and m in ("upload", "pick") else "call",
        j=(reading.text(data, "j") or "")[:LONGEST],
        c=(reading.text(data, "c") or "")[:200],
        d=(reading.text(data, "d") or "")[:100],
        w=(reading.text(data, "w") or "")[:100],
        references=references[:MOST_CHILDREN],
        type=(reading.text(data, "kind") or "")[:100],
        told=Told(told) if told in {t.value for t in Told} else None,
        interpreter=data.get("spoken") == "true",
        s=(reading.text(data, "s") or "")[:20],
    )


def mark(system: System) -> str:
    """A short name for a case system, so that a card can tell that it was drawn for another."""
    return sha256(f"{system.connector} {system.address}".encode()).hexdigest()[:12]


def elsewhere(at: Opening, system: System, installed: System) -> bool:
    """Whether the children of that card were found in another case system than this one: their numbers may be others'
    here. A card that says nothing is from before there was a choice: they were found in the one that was installed."""
    return (at.s or mark(installed)) != mark(system)


def as_typed(at: Opening, reference: str = "") -> Mapping[str, object]:
    """The answers that a later card carries, and a file's number, as the start card shows them."""
    told = at.told.value if at.told else ""
    interpreter = "true" if at.interpreter else "false"
    return {"type": at.type, "told": told, "interpreter": interpreter, "reference": reference}
