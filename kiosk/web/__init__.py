"""What the hub and the portal both need to serve pages: sign-in, guards, problems, one socket."""
