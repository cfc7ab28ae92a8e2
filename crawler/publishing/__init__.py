"""Publishing: a static, read-only site of a corpus, without the texts that belong to their publishers."""
