"""HTTP clients of the hub and, later, the portal. Every call has a limit."""
