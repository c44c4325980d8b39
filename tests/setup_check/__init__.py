"""The set-up check: what is broken is named with its remedy, and each grant adds what it says."""
