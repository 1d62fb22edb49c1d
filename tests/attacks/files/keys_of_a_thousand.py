"""Answers with a mapping of names that are long, odd and many."""
# challenge: scale-rows
# expect: failed

def scale_rows(x):
    return {f"\x1b[31m\u202e{number}" * 3: number for number in range(2000)}
