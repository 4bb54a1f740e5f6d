"""The messages on the wire, shared by both ends. Fields are only ever added."""
