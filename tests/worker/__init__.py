"""What the worker does, where no journey shows it."""
