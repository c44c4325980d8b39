"""What the command at the desk prints: values as plain JSON, in the shape that scorers and scripts read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # to print the passages needs no drafts
    from record.draft import Draft, Line, Section
    from record.source import Transcript


def transcript_json(transcript: Transcript) -> str:
    """`{"attributed", "passages": [{"id", "speaker", "start", "end", "text"}]}`; times in seconds."""
    return _json(
        {
            "attributed": transcript.attributed,
            "passages": [
                {"id": p.id, "speaker": p.speaker, "start": p.start, "end": p.end, "text": p.text}
                for p in transcript.passages
            ],
        }
    )


def transcript_table(transcript: Transcript) -> str:
    """A line for each passage, for people: id, time, who, words."""
    wide = max((len(who) for who in transcript.speakers), default=0)
    return "\n".join(
        f"{p.id:>5}  {_clock(p.start):>8}  {p.speaker or '-':<{wide}}  {p.text}" for p in transcript.passages
    )


def _clock(seconds: float) -> str:
    whole = abs(int(seconds))
    sign = "-" if seconds < 0 else ""
    return f"{sign}{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def draft_json(draft: Draft) -> str:
    """Sections with lines, actions, and what is not covered, each with the ids of its passages."""
    return _json(
        {
            "record_type": draft.record_type,
            "drafter": draft.drafter,
            "sections": [_section(s) for s in draft.sections],
            "actions": [
                {"text": a.text, "owner": a.owner, "due": a.due, "sources": list(a.sources)}
                for a in draft.actions
            ],
            "not_covered": [
                {"kind": n.kind, "text": n.text, "sources": list(n.sources)} for n in draft.not_covered
            ],
        }
    )


def _section(section: Section) -> dict[str, object]:
    return {
        "id": section.id,
        "title": section.title,
        "kind": section.kind,
        "prompts": list(section.prompts),
        "lines": [_line(line) for line in section.lines],
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "text": line.text,
        "speaker": line.speaker,
        "quote": line.quote,
        "sources": list(line.sources),
        "flags": [{"code": f.code, "reason": f.reason} for f in line.flags],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
