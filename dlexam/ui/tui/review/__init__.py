"""After the exam: the result, and every answer beside its key."""
