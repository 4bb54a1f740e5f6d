"""A code scanner on a serial line: bytes in, whole scans out, nothing typed anywhere."""
