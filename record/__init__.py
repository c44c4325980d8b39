"""The line: what comes next, decided by pure functions that touch nothing."""
