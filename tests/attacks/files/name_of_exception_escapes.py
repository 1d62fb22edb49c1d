"""Names its exception, its function and its module's text so that they move a terminal's cursor."""
# challenge: scale-rows
# expect: error


def scale_rows(x):
    raise type("Error\x1b[2J\x1b]0;owned\x07\u202e\u2066", (Exception,), {})("\x9b2J\r\u200b\ufeff passed &amp; ]]> <b>\0")
