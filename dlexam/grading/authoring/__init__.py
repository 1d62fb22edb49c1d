"""What an author of challenges works with: a folder to begin with, and the proof that a challenge judges rightly."""
