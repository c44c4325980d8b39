"""What was said: passages, each with who said it and when, and where in the world it was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NewType

PassageId = NewType("PassageId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One utterance. Times are seconds from the start of the transcript, and may be negative when transcription
    began while somebody was speaking. `speaker` is the display name as written, or None: it is never guessed.
    """

    id: PassageId
    speaker: str | None = field(repr=False)
    start: float
    end: float
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A transcript as read: its passages in order of start, and whether anybody is named in it."""

    attributed: bool
    passages: tuple[Passage, ...] = field(repr=False)

    @property
    def seconds(self) -> float:
        """From the first word to the last."""
        return max((p.end for p in self.passages), default=0.0) - min(
            (p.start for p in self.passages), default=0.0
        )

    @property
    def speakers(self) -> tuple[str, ...]:
        """Everybody named, in the order in which they first spoke."""
        return tuple(dict.fromkeys(p.speaker for p in self.passages if p.speaker))
