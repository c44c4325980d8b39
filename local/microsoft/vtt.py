"""The three texts that Graph makes of one stored transcript: attributed, unattributed, and cue metadata."""

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

TIMING = re.compile(r"^(-?[\d:.]+) --> (-?[\d:.]+).*$")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s*([^>]*)>")


def cues(vtt: bytes) -> Iterator[tuple[str, str, str, str]]:
    """Start, end, speaker and text of each cue."""
    for block in re.split(r"\n\s*\n", vtt.decode("utf-8-sig").replace("\r\n", "\n")):
        lines = block.strip("\n").split("\n")
        for number, line in enumerate(lines):
            timing = TIMING.match(line)
            if timing:
                raw = "\n".join(lines[number + 1 :])
                voice = VOICE.search(raw)
                words = html.unescape(re.sub(r"<[^>]*>", "", raw))
                yield timing[1], timing[2], html.unescape(voice[1]) if voice else "", words
                break


def unattributed(vtt: bytes) -> bytes:
    """No header, no names; a blank line between the timing and the text."""
    return "\n\n".join(f"{a} --> {b} \n\n{text} " for a, b, _, text in cues(vtt)).encode()


def metadata(vtt: bytes, created: datetime, *, names: bool) -> bytes:
    """A WEBVTT whose cues are JSON objects with absolute times."""
    out = ["WEBVTT"]
    for a, b, speaker, text in cues(vtt):
        payload = {
            "startDateTime": _absolute(created, a),
            "endDateTime": _absolute(created, b),
            "speakerName": speaker if names else "",
            "spokenText": text,
            "spokenLanguage": "en-gb",
        }
        out.append(f"{a} --> {b}\n{json.dumps(payload, ensure_ascii=False, separators=(',', ':'))}")
    return "\n\n".join(out).encode()


def _absolute(created: datetime, offset: str) -> str:
    total = 0.0
    for part in offset.lstrip("-").split(":"):
        total = total * 60 + float(part)
    moment = created.astimezone(UTC) + timedelta(seconds=-total if offset.startswith("-") else total)
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}0+00:00"
