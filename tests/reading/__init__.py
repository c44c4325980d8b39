"""Reading: every form of transcript, exactly."""
