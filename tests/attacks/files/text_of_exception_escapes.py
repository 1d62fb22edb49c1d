"""Raises a message that would clear the screen, set the title and reverse the text."""
# challenge: scale-rows
# expect: error

raise ValueError("\x1b[2J\x1b]0;owned\x07\u202egnorw\x9b31m\r\x00[bold red]passed[/]")
