"""What one sentence of a record is held against in a meeting: each rule in its own file, each with a reason to show."""
