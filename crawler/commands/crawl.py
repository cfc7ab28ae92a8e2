"""`scrapy crawl SOURCE`: Scrapy's own command, ended by our verdict: 1 when it is bad, 2 for arguments that make no sense."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands.crawl import Command as ScrapyCrawl

from crawler.arguments import check_spider_arguments
from crawler.running.verdict import Verdict
from pipelines.values.errors import KnowledgeError


class Command(ScrapyCrawl):
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if problem := check_spider_arguments(opts.spargs):
            print(f"scrapy crawl: {problem}", file=sys.stderr)
            self.exitcode = 2
            return
        try:
            from pipelines.knowledge import require

            require()
            super().run(args, opts)
        except KeyError as error:
            print(f"scrapy crawl: {error.args[0]}; `scrapy list` names the sources", file=sys.stderr)
            self.exitcode = 2
            return
        except KnowledgeError as error:
            print(f"scrapy crawl: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        assert self.crawler_process is not None
        for crawler in self.crawler_process.crawlers:
            verdict = crawler.stats.get_value("verdict") if crawler.stats else None
            if not isinstance(verdict, Verdict) or verdict.name == "bad":
                why = "; ".join(verdict.why) if isinstance(verdict, Verdict) else "the crawl ended without a verdict"
                print(f"{args[0]}: bad: {why}", file=sys.stderr)
                self.exitcode = 1
