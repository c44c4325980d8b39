"""The icons keep Teams' rules, which no schema states: sizes, a white outline on nothing, a mark clear of the edge."""

from __future__ import annotations

from pathlib import Path

import pytest

from manifest.contents import ACCENT
from manifest.package import ICONS
from tests.manifest.png import Pixel, pixels

WHITE = (255, 255, 255)


def outline_faults(rows: list[list[Pixel]]) -> set[str]:
    """Against Microsoft's rules: 32 by 32, white only, on a transparent ground."""
    every = [p for row in rows for p in row]
    seen = [p for p in every if p[3]]
    found = {
        "size": (len(rows), *{len(row) for row in rows}) != (32, 32),
        "colour": any(p[:3] != WHITE for p in seen),
        "ground": len(seen) > len(every) / 2,
        "nothing": not any(p[3] == 255 for p in seen),
    }
    return {name for name, is_so in found.items() if is_so}


def colour_faults(rows: list[list[Pixel]]) -> set[str]:
    """192 by 192, one opaque ground to every edge, the mark within the middle 96 by 96."""
    ground = rows[0][0]
    mark = [(x, y) for y, row in enumerate(rows) for x, p in enumerate(row) if p != ground]
    found = {
        "size": (len(rows), *{len(row) for row in rows}) != (192, 192),
        "see-through": any(p[3] != 255 for row in rows for p in row),
        "nothing": not mark,
        "margin": any(not (48 <= x < 144 and 48 <= y < 144) for x, y in mark),
        "accent": "#{:02x}{:02x}{:02x}".format(*ground[:3]) != ACCENT,
    }
    return {name for name, is_so in found.items() if is_so}


def test_the_icons_keep_the_rules() -> None:
    assert outline_faults(pixels(ICONS / "outline.png")) == set()
    assert colour_faults(pixels(ICONS / "color.png")) == set()


def test_each_icon_has_the_drawing_that_it_was_made_from() -> None:
    assert (
        {p.stem for p in ICONS.glob("*.svg")} == {p.stem for p in ICONS.glob("*.png")} == {"color", "outline"}
    )


@pytest.mark.parametrize(
    ("at", "to", "fault"),
    [((16, 16), (254, 255, 255, 255), "colour"), ((16, 16), (0, 0, 0, 1), "colour")],
)
def test_a_planted_pixel_in_the_outline_is_seen(at: tuple[int, int], to: Pixel, fault: str) -> None:
    rows = pixels(ICONS / "outline.png")
    rows[at[1]][at[0]] = to
    assert outline_faults(rows) == {fault}
    assert "ground" in outline_faults([[(255, 255, 255, 255)] * 32] * 32)
    assert outline_faults([row[:31] for row in rows[:31]]) >= {"size"}


@pytest.mark.parametrize(
    ("at", "to", "fault"),
    [((96, 96), (255, 255, 255, 254), "see-through"), ((47, 96), (255, 255, 255, 255), "margin")],
)
def test_a_planted_pixel_in_the_colour_icon_is_seen(at: tuple[int, int], to: Pixel, fault: str) -> None:
    rows = pixels(ICONS / "color.png")
    rows[at[1]][at[0]] = to
    assert colour_faults(rows) == {fault}


def test_a_broken_file_is_no_icon(tmp_path: Path) -> None:
    broken = bytearray((ICONS / "outline.png").read_bytes())
    broken[60] ^= 1
    (tmp_path / "outline.png").write_bytes(broken)
    with pytest.raises(AssertionError):
        pixels(tmp_path / "outline.png")
