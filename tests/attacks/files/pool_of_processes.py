"""Starts a pool of processes."""
# challenge: scale-rows
# expect: error

import multiprocessing

multiprocessing.get_context("fork").Process(target=print).start()
