"""Small string and number tasks whose size grows with the level; the ones the bundled policy learns on."""
