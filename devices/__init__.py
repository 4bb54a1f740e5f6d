"""Device drivers and, below them, their simulators. A leaf: imports nothing of ours."""
