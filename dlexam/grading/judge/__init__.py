"""The trusted process: it knows the reference, draws the seed, and decides how each case came out."""
