"""What is wrong with a bank, all of it at once, for its authors: form, content, and what the marking makes of it."""
