"""Starts the demo. Nothing is imported at the top: the drafting process reads this file too, and needs none of it."""

if __name__ == "__main__":
    import sys

    from local.commands import main

    sys.exit(main())
