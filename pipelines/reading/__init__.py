"""A page becomes an article: layouts or the generic reader, then headline, lead, body, byline, credit; or a refusal."""
