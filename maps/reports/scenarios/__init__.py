"""Records of scenarios: what changed between two sides."""
