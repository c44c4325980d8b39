"""The demo's page in a real browser, used as a visitor uses it."""
