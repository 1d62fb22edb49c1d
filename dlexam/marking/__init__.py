"""Points for an answer, every one of them explained."""
