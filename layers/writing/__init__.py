"""How files are written: drafts, what stands at a name, seals, and folders that change places."""
