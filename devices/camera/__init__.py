"""The document camera: frames, codes on them, pages on them, and files made of pages."""

import os

# OpenCV reads this when it opens a V4L2 device: how long, in seconds, one read may wait for a
# driver that has stopped. Its default of 10 s is longer than anyone stands before a dead picture.
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1")
# FFmpeg and OpenCV write to standard error whenever a camera is away; our own words about it, with
# code and remedy, are in the log.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET
os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
