"""The full-screen interface, by Textual, on the same engine as line mode. Nothing here decides what is right."""
