"""Who proposes the words of a record, and what supports them. Nothing here decides anything."""
