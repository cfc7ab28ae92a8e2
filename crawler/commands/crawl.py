"""`scrapy crawl SOURCE`: Scrapy's own command, ended as `corpus crawl` ends: copies compared, what the run did told, 1 when its verdict is
bad, 2 for arguments that make no sense."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from scrapy.commands.crawl import Command as ScrapyCrawl

from crawler.arguments import check_spider_arguments
from pipelines.values.errors import KnowledgeError


class Command(ScrapyCrawl):
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.running.ending import close, runs_since  # Scrapy imports every command for each, `scrapy list` too
        from crawler.running.reactor import quiet_logs

        if problem := check_spider_arguments(opts.spargs):
            print(f"scrapy crawl: {problem}", file=sys.stderr)
            self.exitcode = 2
            return
        assert self.settings is not None
        if self.settings["LOG_LEVEL"] != "DEBUG":
            quiet_logs()
        began = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            from pipelines.knowledge import require

            require()
            super().run(args, opts)
        except KeyError as error:
            print(f"scrapy crawl: {error.args[0]}; `scrapy list` names the sources", file=sys.stderr)
            self.exitcode = 2
        except KnowledgeError as error:
            print(f"scrapy crawl: {error}", file=sys.stderr)
            self.exitcode = 2
        else:
            # told from pages.db, for the process forgets its crawlers as they end
            runs = runs_since(Path(self.settings["PAGES_DB"]), [args[0]], began)
            self.exitcode = max(self.exitcode, close(Path(self.settings["CORPUS_DB"]), [args[0]], runs))
