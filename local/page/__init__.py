"""The demo's page: the real house in the town of stand-ins, seen through a browser on this machine alone."""
