"""The commands of ``kiosk``, one module for each group; each has ``register(root)``."""
