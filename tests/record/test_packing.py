"""Dockets, receipts and policies to JSON and back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from record.docket import Docket
from record.errors import UnreadableError
from record.packing import dumps, loads
from record.policy import Policy
from record.receipt import Receipt
from tests.storage.some import docket, some


@settings(max_examples=60)
@given(value=some(Docket))
def test_any_docket_comes_back_as_it_was(value: Docket) -> None:
    assert loads(Docket, dumps(Docket, value, version=1, fresh=True), version=1) == (
        value,
        {"v": 1, "fresh": True},
    )


@settings(max_examples=60)
@given(value=some(Receipt))
def test_any_receipt_comes_back_as_it_was(value: Receipt) -> None:
    assert loads(Receipt, dumps(Receipt, value, version=1), version=1)[0] == value


@settings(max_examples=60)
@given(value=some(Policy))
def test_any_policy_comes_back_as_it_was(value: Policy) -> None:
    assert loads(Policy, dumps(Policy, value, version=1), version=1)[0] == value
    assert loads(Policy, dumps(Policy, value, version=1, unsaid=False), version=1)[0] == value


def test_the_version_stands_at_the_head() -> None:
    assert dumps(Docket, docket("d", "n"), version=1).startswith(b'{"v":1,')


def test_a_field_that_is_missing_gets_its_default() -> None:
    value, _ = loads(Policy, b'{"v":1,"value":{"undo":60}}', version=1)
    assert value.undo.total_seconds() == 60
    assert replace(value, undo=Policy().undo) == Policy()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body.update(v=2),
        lambda body: body.pop("v"),
        lambda body: body.pop("value"),
        lambda body: body["value"].update(surprise=1),
        lambda body: body["value"].pop("id"),
        lambda body: body["value"].update(n="1"),
        lambda body: body["value"].update(n=True),
        lambda body: body["value"].update(have=1),
        lambda body: body["value"].update(made="2026-11-10T16:10:00"),
        lambda body: body["value"].update(made="yesterday"),
        lambda body: body["value"].update(made=None),
        lambda body: body["value"]["source"].update({"is": "letter"}),
        lambda body: body["value"]["source"].pop("is"),
        lambda body: body["value"].update(source=None),
        lambda body: body["value"].update(records={}),
        lambda body: body["value"]["records"][0].update(state="lost"),
        lambda body: body["value"]["records"][0].update(state=[]),
    ],
)
def test_what_does_not_fit_is_refused_and_not_repeated(spoil: object) -> None:
    body = json.loads(dumps(Docket, docket("d", "n"), version=1))
    assert callable(spoil)
    spoil(body)
    with pytest.raises(UnreadableError) as refused:
        loads(Docket, json.dumps(body).encode(), version=1)
    assert "Ana" not in f"{refused.value}{refused.value.say}{refused.value.__cause__}"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[]", b"null", b"{", b'"words"'])
def test_what_is_no_json_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        loads(Docket, data, version=1)
