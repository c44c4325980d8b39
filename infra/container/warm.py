"""Writes byte code for what a start of Faircopy loads, and for nothing else; run while the image is built.

All of msgraph's byte code would take 200 MB, most of it for parts of Graph that are never called. It is taken as it is
and not held against its source's date ("unchecked hash"), since an image's layers do not keep dates for certain.
"""

from __future__ import annotations

import asyncio
import importlib
import py_compile
import sys
from datetime import UTC, datetime
from pathlib import Path


def main(app: str, site: str) -> None:
    """Load everything as a start does, then compile each file that was loaded from those two folders."""
    sys.dont_write_bytecode = True
    sys.path[:0] = [app, site]
    asyncio.run(_load())
    places = (Path(app).resolve(), Path(site).resolve())
    done = 0
    for module in list(sys.modules.values()):
        file = Path(getattr(module, "__file__", None) or "")
        if file.suffix == ".py" and any(file.resolve().is_relative_to(x) for x in places):
            py_compile.compile(
                str(file), doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
            )
            done += 1
    if not done:
        sys.exit("Nothing was loaded from those two folders: there is nothing to compile.")


async def _load() -> None:
    """The house, what the first request to Graph loads, and what the drafting process loads."""
    for name in ("house", "drafting.flagging", "drafting.verbatim", "reading.files"):
        importlib.import_module(name)
    graph = importlib.import_module("graph.door").Graph(clock=lambda: datetime.now(UTC))
    await graph.warm()
    await graph.aclose()


if __name__ == "__main__":
    main(*sys.argv[1:])
