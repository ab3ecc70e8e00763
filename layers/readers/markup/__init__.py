"""XML of users' files: KML and GML, read without entities, links or schemas."""
