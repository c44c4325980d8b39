"""The search for what was said sees through every wrapping, and is quiet where nothing was said."""

from __future__ import annotations

import pytest

from local.residue import runs_of, search, wrappings

SAID = "Right, so I did ring the surgery, and the washing machine's broken again since Tuesday last week."
NEEDLES = runs_of(SAID)


@pytest.mark.parametrize(("how", "data"), list(wrappings('{"x": 1} ' + SAID + " and so on")))
def test_found_however_wrapped(how: str, data: bytes) -> None:
    searched, hits = search([(how, b"\x00\x01" + data if how == "gzip" else data)], NEEDLES)
    assert searched == [how]
    assert [h.place for h in hits] == [how]


def test_quiet_elsewhere() -> None:
    assert search([("card", b"A draft waits for you: home visit, meeting of 10 November.")], NEEDLES)[1] == []
    assert search([("sealed", bytes(range(256)) * 50)], NEEDLES)[1] == []


def test_a_cue_cut_in_two_is_still_found() -> None:
    cut = b"<v Donna>so I did ring\nthe surgery, and the</v>"
    assert search([("vtt", cut)], NEEDLES)[1]
