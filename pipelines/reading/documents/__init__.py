"""Documents attached to a notice (PDF, Word, RTF), read to paragraphs with their pages, and made part of its article."""
