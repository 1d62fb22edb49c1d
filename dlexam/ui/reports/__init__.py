"""Gradings as files that other programs read: JUnit XML and Gradescope's results.json."""
