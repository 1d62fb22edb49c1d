"""`dlexam grade --watch`: one file graded again at every save, in a terminal drawn in place, or block by block."""
