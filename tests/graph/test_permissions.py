"""The page about permissions says of each the very words that stand beside it in the program, and lists no other."""

from pathlib import Path

from graph.scopes import SCOPES
from setup_check.signed_in import ENTRA_ADMIN

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "permissions.md"


def test_the_page_lists_what_is_used_word_for_word() -> None:
    of_people = PAGE.read_text(encoding="utf-8").partition("\n## ")[0]
    rows = [r for r in of_people.splitlines() if r.startswith("| `")]
    assert rows == [
        f"| `{s.name}` | {s.reason} | {s.without} | [{s.page.rpartition('/')[2]}]({s.page}) |" for s in SCOPES
    ]


def test_who_may_agree_is_said_alike_everywhere() -> None:
    """Delegated permissions alone: the least role for them, and no page that asks for more."""
    least, *others = (
        "Cloud Application Administrator",
        "Application Administrator",
        "Privileged Role Administrator",
    )
    said = PAGE.read_text(encoding="utf-8").partition("\n## Who agrees\n")[2].partition("\n## ")[0]
    for role in (least, *others):
        assert role in ENTRA_ADMIN
        assert f"*{role}*" in said
    for name in (
        "docs/admins.md",
        "docs/deploy.md",
        "infra/scripts/Show-NextSteps.ps1",
        "infra/scripts/Remove-Consent.ps1",
    ):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert least in text, name
        assert "Privileged Role Administrator" not in text, name
    assert f"is a {least} in Entra, or above" in (ROOT / "infra/scripts/Set-Consent.ps1").read_text(
        encoding="utf-8"
    )
