"""Pure rules and frozen values: standard library only, no HTTP, SQL, files or clock."""
