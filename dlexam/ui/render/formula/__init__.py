"""LaTeX formulas as text for a terminal: on one line, or drawn over several."""
