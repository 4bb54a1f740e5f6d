"""What is wrong with a camera's address; apart, so that to catch it loads no OpenCV."""


class CameraUrlError(ValueError):
    """The address of the camera cannot be understood; a mistake in the settings."""
