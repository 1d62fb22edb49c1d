"""Sitting an exam on the full screen: the questions, the answers by their kinds, the summary, the end."""
