"""The same rooms again, each with the tests that can fail it."""
