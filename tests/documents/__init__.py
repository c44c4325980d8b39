"""Documents that are generated from what runs, and compared with what stands in the repository."""
