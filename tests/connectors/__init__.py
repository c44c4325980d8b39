"""Connectors against their stand-ins."""
