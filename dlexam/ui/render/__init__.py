"""Facts into Rich renderables: questions, marks, verdicts, results."""
