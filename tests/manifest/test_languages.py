"""Words: English is whole, Welsh has its keys and waits; a translation goes in once it is whole, and not before."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from manifest import contents, package, words
from record.errors import ConfigurationError
from tests.manifest.opened import GIVEN, SCHEMAS, faults, files, languages, manifest_of, translated

WELSH = "cy-gb"
Texts = dict[str, dict[str, str]]


def test_english_is_whole_and_welsh_has_its_keys() -> None:
    english, welsh = words.load(words.ENGLISH), words.load(WELSH)
    assert words.missing(english, english) == ()
    assert list(welsh) == list(english)


def test_welsh_awaits_its_translator_and_so_no_package_holds_it() -> None:
    """Once Welsh is whole, this test goes."""
    made = package.build(GIVEN)
    assert made.left_out == {WELSH: words.missing(words.load(WELSH), words.load(words.ENGLISH))}
    assert f"{WELSH}.json" not in files(made.content)
    assert manifest_of(made.content)["localizationInfo"]["additionalLanguages"] == []
    assert (words.FOLDER / f"{WELSH}.yaml").read_text("utf-8").startswith("# Awaits a translator.")


def test_a_whole_translation_is_in_the_package_and_fits_the_schema(tmp_path: Path) -> None:
    made = package.build(GIVEN, languages(tmp_path, translated))
    said = manifest_of(made.content)
    assert made.left_out == {}
    assert said["localizationInfo"]["additionalLanguages"] == [
        {"languageTag": WELSH, "file": f"{WELSH}.json"}
    ]
    assert faults("MicrosoftTeams", said) == []
    read = json.loads(files(made.content)[f"{WELSH}.json"])
    assert faults("MicrosoftTeams.Localization", read) == []
    for path in read:
        at = said
        for step in re.findall(r"[A-Za-z]+|\d+", path):
            at = at[int(step) if step.isdecimal() else step]
        assert isinstance(at, str), path
    for i, listed in enumerate(said["bots"][0]["commandLists"]):
        for j, command in enumerate(listed["commands"]):
            path = f"bots[0].commandLists[{i}].commands[{j}]"
            assert read[f"{path}.description"] == f"Cyfieithiad o {command['title']}"
            assert f"{path}.title" not in read, "what is typed stays what the bot understands"


def _half(texts: Texts) -> None:
    translated(texts)
    texts["personal"]["help"] = "  "


def test_half_a_translation_is_not(tmp_path: Path) -> None:
    made = package.build(GIVEN, languages(tmp_path, _half))
    assert made.left_out == {WELSH: ("personal.help",)}
    assert f"{WELSH}.json" not in files(made.content)


def _too_long(texts: Texts) -> None:
    texts["name"]["short"] = "y" * 31


def _marked(texts: Texts) -> None:
    texts["name"]["full"] = "TODO"


def _other_key(texts: Texts) -> None:
    texts["personal"]["cymorth"] = "Gweld beth y gallwch ei deipio"


def _no_text(texts: Texts) -> None:
    texts["personal"]["help"] = None  # type: ignore[assignment]  # what YAML makes of a key with nothing behind it


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_too_long, "name.short is longer than 30 characters"),
        (_marked, "name.full still holds a mark to be replaced"),
        (_other_key, "cy-gb.yaml has keys that English has not: personal.cymorth"),
        (_no_text, "personal.help is not text"),
    ],
)
def test_a_language_that_cannot_be_used_says_why(
    tmp_path: Path, change: Callable[[Texts], None], says: str
) -> None:
    folder = languages(tmp_path, change)
    with pytest.raises(ConfigurationError) as wrong:
        package.build(GIVEN, folder)
    assert says in wrong.value.say


def test_the_lengths_are_those_of_the_schema() -> None:
    schema = json.loads((SCHEMAS / "MicrosoftTeams.Localization.schema.json").read_text("utf-8"))
    patterns = {p: rule["maxLength"] for p, rule in schema["patternProperties"].items()}
    described = "bots[0].commandLists[0].commands[0].description"
    most = next(longest for pattern, longest in patterns.items() if re.search(pattern, described))
    for key, longest in words.LONGEST.items():
        assert longest == (schema["properties"][key]["maxLength"] if "." in key else most), key


def test_each_scope_has_its_commands_in_the_order_of_the_words() -> None:
    suggested = dict(contents.commands(words.load(words.ENGLISH)))
    assert list(suggested) == ["personal", "groupChat", "team"]
    assert suggested["groupChat"] == suggested["team"]
    assert all(len(listed) <= 10 for listed in suggested.values())
