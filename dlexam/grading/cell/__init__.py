"""The confined processes: the nursery that forks cells, and the cell that runs a submission and is believed nothing."""
