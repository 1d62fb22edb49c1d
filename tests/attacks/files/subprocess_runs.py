"""Runs a command."""
# challenge: scale-rows
# expect: error

import subprocess

subprocess.run(["/bin/sh", "-c", "touch @FOLDER@/made-by-shell"])
