"""The exam in line mode: right in a pipe, with a screen reader and without colour."""
