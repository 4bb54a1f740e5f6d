"""The touch app: the only package that knows Qt."""
