"""The line, tried without any world around it."""
