"""Words as the checks compare them: without endings, with a place, and what people call each other."""
