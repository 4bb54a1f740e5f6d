"""Typing on the glass: what a key does to the text before the caret. Knows no Qt."""
