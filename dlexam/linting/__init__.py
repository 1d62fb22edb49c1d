"""What is wrong with a bank or a challenge, all of it at once, for its authors: form, content, and what marks it."""
