"""Small Word transcripts, made as Teams lays them out, and packages that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = ("Planning meeting-20260615_133555-Meeting Transcript", "15 June 2026, 03:35pm", "27m 42s")

Turn = tuple[str, str, Sequence[str]]
"""Name, time as shown, lines."""


def package(document: str | bytes, *, name: str = "word/document.xml", deflate: bool = True) -> bytes:
    """A .docx whose text part is this XML."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as files:
        files.writestr("[Content_Types].xml", "<Types/>")
        files.writestr("word/media/image1.png", b"\x89PNG")
        files.writestr(name, document)
    return made.getvalue()


def document(*paragraphs: str) -> str:
    """The XML of a document of these paragraphs, themselves XML."""
    body = "".join(f"<w:p>{p}</w:p>" for p in paragraphs)
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>'


def run(text: str, *, bold: bool = False) -> str:
    """One run of text; line feeds are breaks."""
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    parts = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(x)}</w:t>' for x in text.split("\n"))
    return f"<w:r>{style}{parts}</w:r>"


def transcript(
    *turns: Turn, head: Sequence[str] = HEAD, starter: str = "Ann Field", together: bool = True
) -> bytes:
    """A Word transcript. `together`: a turn's lines stand in the paragraph of its name, else in their own."""
    paragraphs = [*map(run, head), "", run(f"{starter} started transcription"), ""]
    for who, at, lines in turns:
        name = run(who, bold=True) + run(f"   {at}")
        if together:
            paragraphs.append(name + run("\n" + "\n".join(lines)))
        else:
            paragraphs += [name, *map(run, lines), ""]
    return package(document(*paragraphs, "", run(f"{starter} stopped transcription")))
