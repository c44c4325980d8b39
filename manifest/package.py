"""One council's package as bytes: the same for the same input, on any machine."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import manifest
from manifest import contents, words
from manifest.given import Given
from record.errors import ConfigurationError

ICONS = Path(__file__).resolve().parent / "icons"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name: when a package was built is no part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A flat zip file, and the languages left out of it, each with the texts that wait for a translator."""

    content: bytes
    version: str
    left_out: Mapping[str, tuple[str, ...]]


def build(given: Given, folder: Path = words.FOLDER) -> Package:
    """The package. Raises ConfigurationError where a language's file cannot be used."""
    english = words.load(words.ENGLISH, folder)
    if wanting := words.missing(english, english):
        raise ConfigurationError(
            f"{words.ENGLISH}.yaml has no text for {', '.join(wanting)}. Nothing was written."
        )
    others = {tag: words.load(tag, folder) for tag in words.OTHERS}
    for tag, texts in others.items():
        if odd := texts.keys() - english.keys():
            raise ConfigurationError(f"{tag}.yaml has keys that English has not: {', '.join(sorted(odd))}.")
    left_out = {tag: wanting for tag, texts in others.items() if (wanting := words.missing(texts, english))}
    ready = [tag for tag in others if tag not in left_out]
    version = manifest.version(given.revision)
    files = {
        "manifest.json": _json(contents.manifest(given, english, version=version, languages=ready)),
        "color.png": (ICONS / "color.png").read_bytes(),
        "outline.png": (ICONS / "outline.png").read_bytes(),
    }
    # In English's order, so that a translation's paths are those of the manifest whatever the order of its own keys.
    ordered = {tag: {key: others[tag][key] for key in english} for tag in ready}
    files |= {f"{tag}.json": _json(contents.translation(texts)) for tag, texts in ordered.items()}
    return Package(content=_zipped(files), version=version, left_out=left_out)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Stored, not deflated: compressors differ between machines, and there are ten kilobytes of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.create_system = 3  # Unix, also where it is built on Windows
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()
