"""The office hub: one process that numbers, calls and tells the boards."""
