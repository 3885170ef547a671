"""What an evaluation becomes: a page, a PDF, tables and JSON, all from its content."""
