"""The reading: bytes of a page to a Record, and the Record to rows. Imports neither Scrapy nor the other rooms."""

import sys

if not {"pandas", "sqlite_utils"} & sys.modules.keys():
    sys.modules["pandas"] = None  # type: ignore[assignment] # sqlite-utils would import it where it is installed: half a second a command
    import sqlite_utils  # noqa: F401

    del sys.modules["pandas"]
