"""What a rehearsal saw, as the one JSON object that others read."""

from __future__ import annotations

import json
from typing import Any

from local.rehearsal import Seen
from record.draft import Draft
from record.receipt import Receipt


def as_json(seen: Seen) -> str:
    """The contract's one object."""
    return json.dumps(
        {
            "drafts": [_draft_json(d) for d in seen.drafts],
            "posted": seen.posted,
            "receipt": _receipt_json(seen.receipt) if seen.receipt else None,
            "calls": seen.calls,
            "residue": {
                "places": seen.places,
                "hits": len(seen.hits),
                "found": [{"place": h.place, "runs": h.runs} for h in seen.hits],
            },
            "seconds": seen.seconds,
        },
        ensure_ascii=False,
        indent=1,
    )


def _draft_json(draft: Draft) -> dict[str, Any]:
    return {
        "record_type": draft.record_type,
        "drafter": draft.drafter,
        "sections": [
            {
                "id": s.id,
                "title": s.title,
                "kind": s.kind,
                "lines": [
                    {
                        "text": x.text,
                        "sources": list(x.sources),
                        "flags": [
                            {"code": f.code, "reason": f.reason, "serious": f.serious} for f in x.flags
                        ],
                    }
                    for x in s.lines
                ],
            }
            for s in draft.sections
        ],
        "actions": [
            {"text": a.text, "owner": a.owner, "due": a.due, "sources": list(a.sources)}
            for a in draft.actions
        ],
        "not_covered": [
            {"kind": o.kind, "text": o.text, "sources": list(o.sources)} for o in draft.not_covered
        ],
    }


def _receipt_json(receipt: Receipt) -> dict[str, Any]:
    return {
        "docket": receipt.docket,
        "opened": receipt.opened.isoformat(),
        "closed": receipt.closed.isoformat(),
        "filings": [
            {
                "record_type": f.record_type,
                "reference": f.reference,
                "state": f.state,
                "approved_by": f.approved_by,
                "filed": f.filed,
                "proof": f.proof,
            }
            for f in receipt.filings
        ],
        "traces": [
            {
                "holder": c.holder,
                "kind": c.kind,
                "custody": c.custody,
                "outcome": c.outcome,
                "seen_at": c.seen_at.isoformat() if c.seen_at else None,
                "looks": c.looks,
            }
            for c in receipt.copies
        ],
    }
