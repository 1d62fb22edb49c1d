"""What people see: line mode, and results rendered with Rich. Nothing below this package prints."""
