"""Facts of a text: provinces, years, amounts, their links, aspects and support lines. Pure functions of text and context."""
