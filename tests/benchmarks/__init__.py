"""Measurements, each beside its goal, all in one run."""
