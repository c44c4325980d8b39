"""What may go wrong at any moment, besides the answers that do not come: a table, as the presses are one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from record.terms import PersonId
from tests.simulation.council import hold_or_release

if TYPE_CHECKING:
    from tests.simulation.history import History


def crash(h: History) -> None:
    """A process is killed where it stands, with everything that it was doing."""
    h.crash(h.any_of(h.workers))


def short_pause(h: History) -> None:
    """Whoever was about to act waits for a few seconds."""
    h.pause(h.rng.random() * 20)


def long_pause(h: History) -> None:
    """Whoever was about to act sleeps past their lease."""
    h.pause(60 + h.rng.random() * 900)


def very_long_pause(h: History) -> None:
    """A process hangs for hours."""
    h.pause(h.rng.random() * 40_000)


def second_walk(h: History) -> None:
    """Another process is nudged for the same docket."""
    if h.world.dockets:
        h.walk(h.any_of(h.workers), h.any_of(list(h.world.dockets)), nudged=False)


def sweep(h: History) -> None:
    """A process looks at the markers."""
    h.sweep(h.any_of(h.workers))


def clock(h: History) -> None:
    """A process's clock is set."""
    h.any_of(h.workers).set_clock(h.rng)


def press(h: History) -> None:
    """A person presses something."""
    h.press_something()


def sign_out(h: History) -> None:
    """A sign-in is lost, or comes back."""
    _toggle(h.world.signed_out, h.any_of(h.people).id)
    h.world.tell(f"signed out now: {list(h.world.signed_out)}")


def remove_bot(h: History) -> None:
    """Somebody removes the bot, or adds it again."""
    _toggle(h.world.bot_removed, h.any_of(h.people).id)
    h.world.tell(f"bot removed by: {list(h.world.bot_removed)}")


def delete_meeting(h: History) -> None:
    """Somebody else deletes the meeting's own file."""
    if h.file.gone is None:
        h.file.gone = h.world.now
        h.world.tell("somebody deletes the meeting's own file")


def label(h: History) -> None:
    """A retention label is put on the meeting's file, or taken off."""
    h.file.label = not h.file.label
    h.world.tell(f"label on the meeting's own: {h.file.label}")


def microsoft_hold(h: History) -> None:
    """The tenant puts the meeting's file on hold, or releases it."""
    h.file.held = not h.file.held
    h.world.tell(f"Microsoft's hold on the meeting's own: {h.file.held}")


def remove_note(h: History) -> None:
    """Somebody removes a filed record from the case system."""
    for note in h.world.notes.values():
        if note.removed is None and h.rng.random() < 0.5:
            h.world.remove_note(note)
            return


def delete_card(h: History) -> None:
    """A person deletes a message of ours."""
    for card in h.world.cards.values():
        if not card.deleted and h.rng.random() < 0.5:
            card.deleted = True
            if card.version:
                card.version, card.hash = 0, ""
                h.world.judges.blanked(card, None)
            h.world.tell(f"{card.whose} deletes {card.id}")
            return


def refuse(h: History) -> None:
    """The case system begins to refuse, or stops."""
    h.world.refuses = not h.world.refuses
    h.world.tell(f"the case system refuses: {h.world.refuses}")


def unsure(h: History) -> None:
    """A second file looks like the meeting's own, or no longer does."""
    h.world.unsure = not h.world.unsure


def hold(h: History) -> None:
    """The council sets a hold, and has it confirmed; or releases one."""
    hold_or_release(h)


def _toggle(of: list[PersonId], who: PersonId) -> None:
    if who in of:
        of.remove(who)
    else:
        of.append(who)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that goes wrong, and how often beside the others."""

    does: Callable[[History], None]
    weight: float


TROUBLES = (
    Trouble(press, 30),
    Trouble(short_pause, 6),
    Trouble(long_pause, 5),
    Trouble(very_long_pause, 1),
    Trouble(crash, 6),
    Trouble(second_walk, 4),
    Trouble(sweep, 2),
    Trouble(clock, 1),
    Trouble(sign_out, 1.5),
    Trouble(remove_bot, 1),
    Trouble(delete_meeting, 1.5),
    Trouble(label, 0.8),
    Trouble(microsoft_hold, 0.6),
    Trouble(remove_note, 2.5),
    Trouble(delete_card, 1),
    Trouble(refuse, 1),
    Trouble(unsure, 0.5),
    Trouble(hold, 2.5),
)
