"""What a cell gives up before it runs a stranger's code, on Linux without privileges."""
