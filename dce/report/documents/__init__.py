"""The report as documents: tagged PDF, DOCX, and pictures for slides."""
