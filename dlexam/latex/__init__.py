"""LaTeX formulas: where a text has them, and what each of them says, as a tree. Showing them is `ui`'s."""
