"""Coding challenges: the list of all, the page of one, and the watch mode inside it."""
