"""Who signs an article and from where it was sent: names, bylines, credits, signatures, datelines."""
