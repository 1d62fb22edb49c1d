"""Programs that the simulated device is held against, run by `worker.py` in a process of its own.

Every public function of a module is one program: it gets a device's name, and returns what is to be compared.
"""
