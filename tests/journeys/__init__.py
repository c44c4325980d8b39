"""Whole journeys through the real doors over the wire: both ways in, faults, kills and bad input."""
