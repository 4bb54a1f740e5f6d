"""The operator's central server: sealed dossiers come in, clerks work on them, statuses go out."""
