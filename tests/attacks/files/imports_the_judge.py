"""Imports the judge's own code."""
# challenge: cube
# expect: error

import dlexam.grading.judge.bench
import dlexam.grading.judge.referee
