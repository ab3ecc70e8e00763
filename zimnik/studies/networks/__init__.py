"""Networks of the user's own: files of lines to tables of an atlas."""
