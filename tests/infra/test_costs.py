"""docs/costs.md: what is said to cost so much is its number times its price, and the columns add up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.infra.bicep import FOLDER, parse, texts

PAGE = (FOLDER.parent / "docs/costs.md").read_text("utf-8")
CENT = Decimal("0.01")


def _faults(page: str) -> list[str]:
    rows = [
        [x.strip(" *") for x in line.strip("|").split("|")] for line in page.splitlines() if line[:2] == "| "
    ]
    found, sums = [], [Decimal(0)] * 3
    for name, price, *numbers in rows[1:-2]:
        for n, (count, cost) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
            made = (Decimal(price) * Decimal(count.replace(",", ""))).quantize(CENT, ROUND_HALF_UP)
            if abs(made - Decimal(cost.replace(",", ""))) > CENT / 2:
                found.append(f"{name}: {price} × {count} is {made}, not {cost}")
            sums[n] += Decimal(cost.replace(",", ""))
    for people, whole, told, each in zip((50, 500, 5000), sums, rows[-2][3::2], rows[-1][3::2], strict=True):
        if whole != Decimal(told.replace(",", "")) or (whole / people).quantize(CENT) != Decimal(each):
            found.append(f"{people}: it adds up to {whole}")
    return found


def test_it_adds_up() -> None:
    assert _faults(PAGE) == []


@pytest.mark.parametrize(
    ("old", "new"), [("| 1,460 |", "| 730 |"), ("| 5.07 | 1 | 5.07 |", "| 5.07 | 1 | 50.70 |")]
)
def test_a_wrong_number_is_found(old: str, new: str) -> None:
    assert old in PAGE
    assert _faults(PAGE.replace(old, new, 1))


def test_what_is_counted_is_what_the_template_makes() -> None:
    files = parse(texts())
    doors = [x for file in files.values() for x in file.modules.values() if x.path == "private.bicep"]
    zones = files["network.bicep"].of("Microsoft.Network/privateDnsZones")
    assert f"| private endpoint-hours | 0.01 | {len(doors) * 730:,} |" in PAGE
    assert f"| private DNS zones | 0.5 | {len(zones)} |" in PAGE
    assert files["main.bicep"].params["minReplicas"].default == 2
