-- A number that was taken for a dossier handed in at the kiosk: our own code, no secret.
ALTER TABLE ticket ADD COLUMN dossier TEXT;
