"""Questions of hubs: what they cost, how sure that is, and where they should stand."""
