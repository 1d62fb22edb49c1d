"""A sitting: a pure state machine over an append-only log of events, its clock, its store and its results."""
