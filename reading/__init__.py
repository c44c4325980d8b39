"""Bytes to passages: what was said, by whom and when. Pure; one file a format."""
