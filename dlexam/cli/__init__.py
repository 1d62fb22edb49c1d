"""The commands: one small module per group; they parse, call the core, and hand facts to `ui`."""
