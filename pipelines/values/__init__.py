"""Values everybody may import: Page, Article, mentions, Outcome, errors, and the one path."""
