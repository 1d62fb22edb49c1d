"""Writes to the folder of temporary files."""
# challenge: scale-rows
# expect: error

with open("/tmp/dlexam-attack-was-here", "w") as file:
    file.write("x")
