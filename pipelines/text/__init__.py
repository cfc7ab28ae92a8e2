"""Text: bytes to characters, one normalisation, sentences, phrases, language. Knows nothing of pages or facts."""
