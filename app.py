"""Starts Faircopy. Nothing is imported at the top: the drafting process reads this file too, and needs none of it."""

from __future__ import annotations

import sys


def main() -> int:
    """Exit codes: 0 stopped as asked, 2 settings are wrong, 1 a party did not answer at the start."""
    import asyncio  # noqa: PLC0415

    import house  # noqa: PLC0415
    import logs  # noqa: PLC0415
    from record.errors import ConfigurationError, FaircopyError  # noqa: PLC0415

    logs.keep_plain()
    try:
        asyncio.run(house.serve(_tell))
    except ConfigurationError as e:
        print(e.say, file=sys.stderr)
        return 2
    except FaircopyError as e:
        print(e.say, file=sys.stderr)
        return 1
    return 0


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
