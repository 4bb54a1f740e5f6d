"""Pages of the portal: following a dossier, and the offices' inbox."""
