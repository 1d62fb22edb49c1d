"""Imports the judge's own code."""
# challenge: cube
# expect: error

import dlexam.grading.bench
import dlexam.grading.referee
