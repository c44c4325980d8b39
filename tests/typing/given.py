"""What the wrong programs speak of. Nothing here has a value: they are read by mypy, and never run."""

from __future__ import annotations

from datetime import datetime

from record.docket import Docket, Record, Trace
from record.policy import Policy
from record.receipt import Receipt
from record.said import Said
from record.terms import Address, ContentHash, DocketId, PersonId, RecordTypeId

NOW: datetime
WORDS: Said[str]
BYTES: Said[bytes]

DOCKET: Docket
RECORD: Record
TRACE: Trace
POLICY: Policy
RECEIPT: Receipt

PERSON: PersonId
PLACE: Address
NAME: DocketId
HASH: ContentHash
TYPE: RecordTypeId
