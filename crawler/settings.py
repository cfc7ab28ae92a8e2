"""Scrapy settings. Every line departs from Scrapy's default, with its reason."""

import os

from pipelines.corpus.stamps import project_version
from pipelines.values.paths import DATA

CONTACT = os.environ.get("CORPUS_CONTACT", "")  # a mail address or page where a webmaster reaches the operator

BOT_NAME = "congthuong-corpus"
SPIDER_LOADER_CLASS = "spiders.loader.SourceLoader"  # every source file is a spider
COMMANDS_MODULE = "crawler.commands"  # `scrapy crawl` that ends with 1 when the verdict is bad
SOURCES_DIR = os.environ.get("CORPUS_SOURCES", "")  # another folder of source files; empty: data/sources
PAGES_DB = str(DATA / "pages.db")
CORPUS_DB = str(DATA / "corpus.db")

USER_AGENT = (
    f"CongThuongCorpus/{project_version()} (research corpus of Vietnamese industry and trade news{'; ' + CONTACT if CONTACT else ''})"
)
ROBOTSTXT_USER_AGENT = "CongThuongCorpus"  # what robots.txt rules are matched against
ROBOTSTXT_OBEY = True  # default False
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8: one connection a host is the polite number
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # default is last in, first out: oldest news first
DOWNLOAD_DELAY = 5.0  # default 0; every source brings its own
DOWNLOAD_DELAY_JITTER = 0.0  # default 0.5 would also shorten the delay robots.txt asks for
DOWNLOAD_TIMEOUT = 60  # default 180: a stalled government server must not hold a host for minutes
DOWNLOAD_MAXSIZE = 20_000_000  # default 1 GiB: no article page comes near
DOWNLOAD_WARNSIZE = 5_000_000
DOWNLOAD_VERIFY_CERTIFICATES = True  # default False; a source may say otherwise (tls)
REACTOR_THREADPOOL_MAXSIZE = 64  # default 10; a dead name takes its thread for half a minute, and no other name is to wait for it
REDIRECT_MAX_TIMES = 5  # default 20
RETRY_TIMES = 2
REFUSAL_WAIT = 5.0  # our own: seconds a host rests after a 429 or 503 that names no time; doubled each time
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the failure is counted and judged; no need to shout
HTTPERROR_ALLOW_ALL = True  # every status reaches the spider: each page ends in exactly one outcome
REFERRER_POLICY = "no-referrer"  # no need to tell sites our path
MAX_RUN_PAGES = 20_000  # our own: requests one run of one source may make, 0: no limit; a source may say otherwise (max_run_pages)
MAX_RUN_HOURS = 6.0  # our own: hours it may take, 0: no limit (max_run_hours); the next run goes on where it stopped
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "vi",  # default en: bilingual portals answer in English
}
# Scrapy's own, without those that stay off: one that is named with None is loaded all the same, a third of a second of every start.
DOWNLOADER_MIDDLEWARES_BASE = {
    # no Cookies: a Set-Cookie with Domain= makes them ask publicsuffix.org; no MetaRefresh: a hijacked page sends its readers away, and we
    # want the page; no RobotsTxt: takes a robots.txt that fails for one that allows; no Offsite: lets dont_filter and subdomains through
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": 300,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
}
DOWNLOADER_MIDDLEWARES = {
    "spiders.fetching.robots.Robots": 100,
    "spiders.fetching.politeness.HostGuard": 50,  # before robots.txt is fetched
    "spiders.fetching.politeness.HostPause": 560,  # nearer to the wire than Retry (550), which then asks again
}
EXTENSIONS_BASE = {
    # no TelnetConsole, which opens a port; no RemoteControl, which runs what it is sent; no LogStats: our own progress says more
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
}
EXTENSIONS = {
    "spiders.fetching.politeness.HostDelay": 0,
    "crawler.running.recorder.RunRecorder": 0,
}
READERS = 0  # our own: processes that read pages; 0: one for each core but one
CONCURRENT_ITEMS = 4  # of one answer: it is one page; the default starts a hundred workers for each
WARN_ON_GENERATOR_RETURN_VALUE = False  # looks the source of the callback up for every answer
ITEM_PIPELINES = {"pipelines.scrapy_pipeline.KeepAndRead": 100}
LOG_LEVEL = "INFO"  # DEBUG prints every item
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
FEED_EXPORT_ENCODING = "utf-8"  # default writes \u escapes
