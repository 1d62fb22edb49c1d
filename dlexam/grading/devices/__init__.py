"""Where cases run besides the CPU: real accelerators, the simulated one, and what crosses to and from them."""
