"""Durable storage that survives a power cut. A leaf: imports nothing of ours."""
