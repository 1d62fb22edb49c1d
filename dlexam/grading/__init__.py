"""Submissions against hidden cases: a trusted judge, a warm nursery and sandboxed cells."""
