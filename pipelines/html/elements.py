"""Elements: which of HTML's names part the lines of a text, which are headings, and which hold no text of an article."""

# fmt: off
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCK = HEADINGS | frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "form", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
SKIP = frozenset((
    "script", "style", "noscript", "template", "iframe", "svg", "select", "option", "button", "input", "textarea", "object", "embed",
    "video", "audio", "canvas", "map", "head", "meta", "link", "dialog", "datalist", "nav", "footer",
))
# fmt: on
