"""HTTP clients of hub, portal and agent, and how requests are signed. Every call has a limit."""
