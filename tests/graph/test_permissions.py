"""The page about permissions says of each the very words that stand beside it in the program, and lists no other."""

from pathlib import Path

from graph.scopes import SCOPES

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def test_the_page_lists_what_is_used_word_for_word() -> None:
    of_people = PAGE.read_text(encoding="utf-8").partition("\n## ")[0]
    rows = [r for r in of_people.splitlines() if r.startswith("| `")]
    assert rows == [
        f"| `{s.name}` | {s.reason} | {s.without} | [{s.page.rpartition('/')[2]}]({s.page}) |" for s in SCOPES
    ]
