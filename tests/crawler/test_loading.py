"""What a crawl loads: fetching loads nothing that reads, which its readers do, and none of Scrapy's parts that stay off."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.paths import ROOT

LOADED = """
import json, sys
from scrapy.utils.misc import load_object
import crawler.running.crawling, crawler.running.ending, crawler.running.recorder, pipelines.scrapy_pipeline
from crawler.running.reactor import project_settings
from pipelines.knowledge import require
require()
settings, on = project_settings(), []
for name in ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES"):
    on += settings.get_component_priority_dict_with_base(name)
for part in on:
    load_object(part)
print(json.dumps([sorted(sys.modules), on]))
"""
READING = {"pipelines.record", "pipelines.facts.facts", "pipelines.reading.reading", "pipelines.corpus.codebook", "bs4"}
OFF = {"scrapy.extensions.telnet", "scrapy.extensions.remote_control", "scrapy.downloadermiddlewares.cookies", "tldextract", "aiohttp"}
NEEDED = {"scrapy.downloadermiddlewares.retry.RetryMiddleware", "spiders.fetching.robots.Robots", "crawler.running.recorder.RunRecorder",
          "pipelines.scrapy_pipeline.KeepAndRead"}  # fmt: skip


def test_fetching_loads_nothing_that_reads_and_nothing_that_stays_off() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    loaded, on = json.loads(done.stdout)
    assert set(on) >= NEEDED
    assert not (READING | OFF) & set(loaded)
