"""Starts Faircopy. Nothing is imported at the top: the drafting process reads this file too, and needs none of it."""

from __future__ import annotations

import sys

USAGE = """\
python app.py            serves until it is told to stop
python app.py check      tries what the house needs, and serves nothing
python app.py exit       before taking Faircopy away: begins nothing new, and tells what is still open
python app.py exit undo  begins again"""
WORDS: tuple[list[str], ...] = ([], ["check"], ["exit"], ["exit", "undo"])


def main(words: list[str]) -> int:
    """Exit codes: 0 stopped as asked, all works, or nothing is open; 2 settings are wrong; 1 a party did not answer, is
    broken, or something is open."""
    import asyncio
    import logging
    import os

    import logs
    import settings as configuration
    from record.errors import ConfigurationError, FaircopyError

    if words not in WORDS:
        print(USAGE, file=sys.stderr)
        return 2
    logs.keep_plain()
    try:
        settings = configuration.read(os.environ)
        import house  # after the settings: their faults should not wait for it

        logs.keep_plain()  # once more, for the libraries that came along
        if not words:
            asyncio.run(house.serve(settings, _tell))
            return 0
        import leaving

        logging.disable(logging.CRITICAL)  # the rows say it
        if words == ["check"]:
            return 0 if asyncio.run(house.check(settings, _tell)) else 1
        return 0 if asyncio.run(leaving.leave(settings, _tell, undo="undo" in words)) else 1
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
    sys.exit(main(sys.argv[1:]))
