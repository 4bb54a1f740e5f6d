"""Pages of the hub: desk, board, follow page, sign-in."""
