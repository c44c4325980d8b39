"""A package built for an invented council, and what can be read out of it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft4Validator

from manifest.given import Given
from manifest.words import ENGLISH, FOLDER, OTHERS

GIVEN = Given(
    app_id="4b9d1f3e-7a52-4c08-9d6e-1f2a3b4c5d6e",
    sign_in_host="token.botframework.com",
    council="Anytown Council",
    website="https://www.anytown.gov.uk/faircopy",
    privacy="https://www.anytown.gov.uk/faircopy/privacy",
    terms="https://www.anytown.gov.uk/faircopy/rules",
)
SCHEMAS = Path(__file__).resolve().parents[1] / "data" / "teams"


def files(content: bytes) -> dict[str, bytes]:
    """Every file of a package, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def manifest_of(content: bytes) -> Any:
    return json.loads(files(content)["manifest.json"])


def faults(name: str, value: object) -> list[str]:
    """Where a value does not fit one of Microsoft's schemas, as paths; empty if it fits."""
    schema = schema_of(name)
    Draft4Validator.check_schema(schema)
    return [e.json_path for e in Draft4Validator(_inlined(schema, schema)).iter_errors(value)]


def schema_of(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))


def _inlined(part: Any, schema: Any) -> Any:
    """References into `properties` replaced by what they mean: a property called `id` on the way there is taken for
    the schema's own id by the library that follows them.
    """
    if isinstance(part, list):
        return [_inlined(x, schema) for x in part]
    if not isinstance(part, dict):
        return part
    if str(part.get("$ref", "")).startswith("#/properties/"):
        found = schema
        for step in str(part["$ref"]).split("/")[1:]:
            found = found[step]
        return _inlined(found, schema)
    return {key: _inlined(value, schema) for key, value in part.items()}


def languages(folder: Path, change: Callable[[dict[str, dict[str, str]]], None]) -> Path:
    """A folder of the languages as they stand, where the first translation has been changed."""
    for language in (ENGLISH, *OTHERS):
        text = (FOLDER / f"{language}.yaml").read_text("utf-8")
        (folder / f"{language}.yaml").write_text(text, "utf-8")
    path = folder / f"{OTHERS[0]}.yaml"
    texts = yaml.safe_load(path.read_text("utf-8"))
    change(texts)
    path.write_text(yaml.safe_dump(texts, allow_unicode=True), "utf-8")
    return folder


def translated(texts: dict[str, dict[str, str]]) -> None:
    """Every text written, as a translator would leave it."""
    for part in texts.values():
        for key in part:
            part[key] = f"Cyfieithiad o {key}"
