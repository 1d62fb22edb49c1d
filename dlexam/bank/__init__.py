"""Questions: what they are, how they are loaded, checked, drawn and frozen into a paper."""
