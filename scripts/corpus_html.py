"""Writes a case of make-corpus as an HTML page: its decision, marked up by an editor, in a frame of corpus.html."""
import html
import pathlib
import re

from corpus_text import SHORT, closing, header, listing, mirror_line, opening, other_decisions, other_page, satisfied, title

BLOCK = re.compile(r"\(+[^()]*(?:\([^()]*\)[^()]*)*\)\.?$")  # a bracket that ends a paragraph
REMARK = "Draft: not for publication"  # stands in whatever a browser does not show
CHARACTERS = {  # name and number, and the number that they have in windows-1252, by which browsers know them too
    "’": ("rsquo", 8217, 146), "‘": ("lsquo", 8216, 145), "“": ("ldquo", 8220, 147), "”": ("rdquo", 8221, 148),
    "–": ("ndash", 8211, 150), "£": ("pound", 163, 163)}
SPELLINGS = {"raw": "{3}", "named": "&{0};", "decimal": "&#{1};", "hexadecimal": "&#x{1:X};", "windows": "&#{2};"}
CHARSETS = {  # share, what is declared, what it is
    "utf-8": (80, "utf-8", "utf-8"), "byte_order_mark": (5, "utf-8", "utf-8-sig"),
    "windows_1252": (7, "windows-1252", "windows-1252"), "latin_1": (5, "iso-8859-1", "windows-1252"),
    "no_charset": (3, None, "utf-8")}
FRAMES = "site", "site", "service", "tables"
PAIRS = {  # the element around all pairs, around one, around its label and its value
    "spans": ("header", "p", "span", "span"), "divisions": ("div", "div", "div", "div"),
    "definitions": ("dl", None, "dt", "dd"), "rows": ("table", "tr", "th", "td")}


# --- frames

def read_parts():
    """{name: text} of corpus.html."""
    text = pathlib.Path(__file__).with_name("corpus.html").read_text(encoding="utf-8")
    pieces = re.split(r"(?m)^=== (\w+)\n", text)
    return {name: part.rstrip("\n") for name, part in zip(pieces[1::2], pieces[2::2])}


def fill(text, values):
    return re.sub(r"{{(\w+)}}", lambda m: values.get(m[1], m[0]), text)


def read_frames(slugs, councils):
    """{name: pieces}, every other piece the name of what a page puts there; frames are as heavy as those of real sites."""
    parts = read_parts()

    def each(part, names):
        return "\n".join(fill(parts[part], {"slug": slug, "name": html.escape(name)}) for name, slug in names.items())

    names = list(slugs.items())
    tops, below = dict(names[:10]), names[10:]
    menus = []
    for n, (name, slug) in enumerate(tops.items()):
        items = each("item", dict((below * 2)[6 * n:6 * n + 7]))
        menus.append(fill(parts["menu"], {"slug": slug, "name": html.escape(name), "items": items}))
    bodies = {name: f"body-{n}" for n, name in enumerate(dict.fromkeys(councils))}
    sizes = ("xs", 0), ("sm", 576), ("md", 768), ("lg", 992)
    grid = [f".{kind}-{size}-{n}{{{rule}:{n / 12:.4%}}}" for size, _ in sizes for n in range(1, 13)
            for kind, rule in (("col", "width"), ("push", "left"), ("pull", "right"))]
    grid += [f"@media (min-width:{width}px){{.hidden-{size}{{display:none}}}}" for size, width in sizes]
    path = "".join(f"M{n * 7 % 16} {n * 5 % 16}c{n % 3}.{n % 9} 0 {n % 4}.5 {n % 7}.25 {n % 5}z" for n in range(80))
    common = {"menu": "\n".join(menus), "side": each("link", tops), "rows": each("row", dict(names[:36])),
              "options": each("option", bodies), "grid": "\n".join(grid),
              "bodies": "".join(f'<option value="{html.escape(name)}">' for name in bodies),
              "json": ",".join(f'{{"name":"{name}","id":"{slug}"}}' for name, slug in bodies.items()),
              "icon": parts["icon"], "sprite": fill(parts["sprite"], {"path": path}), "script": parts["script"]}
    return {name: re.split(r"{{(\w+)}}", fill(parts[name], common)) for name in (*FRAMES, "mirror")}


# --- markup

class Editor:
    """Whose hand a page's markup is: habits, drawn once a page, and the mistakes that go with them."""

    def __init__(self, case, old):
        self.case, self.one, self.chance, self.trap = case, case.one, case.chance, case.trap
        self.upper = self.trap("upper_case_tags", .5 if old else .05)
        self.unquoted = self.trap("unquoted_attributes", .5 if old else .05)
        self.unclosed = self.trap("unclosed_tags", .5 if old else .08)
        self.slash = self.one(("", "/", " /"))
        self.indent = self.one(("", "", "  ", "\n    "))
        self.wrapped = self.chance(.25)
        self.in_p = self.trap("paragraphs_in_items", .15)
        self.emphasis = self.chance(.4) and self.one(("em", "em", "i"))
        self.lively = self.one((0, .08, .2))  # share of paragraphs with markup inside
        self.anchors = self.chance(.3)
        self.pairs = self.one([*PAIRS])
        self.colon = self.one((" :", " :", ":", "" if self.pairs in ("definitions", "rows") else ":"))
        self.sublists = self.one(("inside", "inside", "inside", "outside", "beside"))
        spelling = self.one([*SPELLINGS])
        if spelling == "windows":
            self.trap("windows_references")
        form = SPELLINGS[spelling]
        self.spelling = str.maketrans({character: form.format(*names, character)
                                       for character, names in CHARACTERS.items()})
        self.quote = self.one(("'", "'", "&#39;", "&apos;", "&#x27;"))
        self.ampersand = "&" if self.trap("bare_ampersand", .1) else "&amp;"
        self.pound = self.trap("no_semicolon", .03)

    def tag(self, name, inner="", attributes=""):
        """An element with a space before its attributes; its end may be left out where HTML lets it."""
        if self.upper:
            name, attributes = name.upper(), re.sub(r" [a-z-]+=", lambda m: m[0].upper(), attributes)
        if self.unquoted:
            attributes = re.sub(r'"([\w-]+)"', r"\1", attributes)
        end = "" if self.unclosed and name.lower() in ("p", "li", "dd", "dt", "td", "th", "tr") else f"</{name}>"
        return f"<{name}{attributes}>{inner}{end}"

    def text(self, words):
        words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if not words.isascii():
            words = words.translate(self.spelling)
        if self.ampersand == "&":
            words = words.replace("&amp; ", "& ")
        if self.quote != "'":
            words = words.replace("'", self.quote)
        if self.pound:
            words = re.sub(r"£|&(?:pound|#163|#xA3);", "&pound", words)
        return words

    def inline(self, words):
        """Words as a reader sees them: the markup, the white space and what is hidden in them he does not."""
        bracket = self.emphasis and BLOCK.search(words)
        if bracket and bracket.start() and " Act " in bracket[0]:
            return self.inline(words[:bracket.start()]) + self.tag(self.emphasis, self.text(bracket[0]))
        if self.chance(self.lively) and words.count(" ") > 8:
            return self.enliven(words)
        made = self.text(words)
        return made.replace(". ", ".\n      ") if self.wrapped else made

    def enliven(self, words):
        words = words.split(" ")
        at = 1 + int(self.case.random() * (len(words) - 5))
        before, word, after = [self.text(" ".join(part)) for part in (words[:at], words[at:at + 1], words[at + 1:])]
        cut = len(words[at]) // 2
        begin, end = self.text(words[at][:cut]), self.text(words[at][cut:])
        what = self.one("cut link strong break comment hidden shy nbsp script empty spaces".split())
        if what == "break" and (re.match(r"\W|\d+[.)]|[A-Z][a-z]+:?$", words[at]) or not words[at]):
            what = "nbsp"  # at the beginning of a line some words say something else
        if what == "cut":
            self.trap("cut_words")
            word = begin + self.one((self.tag("span", end, ' lang="en-GB"'), self.tag("font", end, ' size="2"'),
                                     "<wbr>" + end))
        elif what == "link":
            word = self.tag("a", word, ' href="/help?a=1&amp;b=2" title="Opens > a page"')
        elif what == "strong":
            word = self.tag(self.one(("strong", "b", "em", "u", "abbr")), word)
        elif what == "break":
            self.trap("line_breaks")
            word = f"<br{self.slash}>{self.indent}{word}"
        elif what == "comment":
            word = f"{begin}<!-- {REMARK}: <p> & so on -->{end}"
        elif what == "hidden":
            self.trap("hidden_text")
            word += self.hidden("span", f" {REMARK} ")
        elif what == "shy":
            self.trap("soft_hyphens")
            word = f"{begin}&shy;{end}"
        elif what == "nbsp":
            self.trap("no_break_space")
            word = f"{self.one(('&nbsp;', '&#160;', '&nbsp; '))}{word}"
        elif what == "script":
            word += f'<script>var note = "<li>{REMARK}</li>";</script>'
        elif what == "empty":
            word += "<span></span><b></b>"
        else:
            word = f"\n\t  {word}  \n"
        glue = "" if what in ("break", "nbsp") else " "
        return f"{before}{glue}{word} {after}"

    def hidden(self, name, inner):
        return self.tag(name, inner, self.one((" hidden", ' hidden=""', ' aria-hidden="true"', ' style="display:none"',
                                               ' class="x" style="color: red; display: none;"')))

    def unseen(self):
        """Between two blocks, what leaves none behind."""
        self.trap("unseen_blocks")
        return self.one((
            f"<!-- {REMARK} -->", f"<script>document.title += \"<h2>{REMARK}</h2>\";</script>",
            "<style>h2{color:#036}</style>", f"<noscript>{REMARK}</noscript>",
            f"<template><h2>{REMARK}</h2><p>{REMARK}</p></template>",
            f'<svg width="1" height="1"><title>{REMARK}</title><text>{REMARK}</text></svg>',
            self.hidden("div", f"<p>{REMARK}</p>"), self.tag("p", "&nbsp;"), self.tag("h3", " "), '<a name="here"></a>',
            f"<hr{self.slash}>", self.tag("div"), f'<img src="/images/line.gif" alt=""{self.slash}>'))

    # -- blocks

    def back_to_top(self):
        return self.tag("p", '<a href="#top">Back to top</a>', ' class="back-to-top"')

    def heading(self, level, words):
        inner = self.text(words)
        if self.anchors and self.chance(.5):
            inner = self.one(('<a name="here"></a>' + inner, self.tag("a", inner, ' name="here"')))
        elif self.chance(.1):
            inner = self.one((self.tag("strong", inner), f" {inner}&nbsp;", self.tag("span", inner, ' class="title"')))
        return self.tag(f"h{level}", inner, self.one(("", "", ' class="heading"')))

    def paragraph(self, words):
        return self.tag("p", self.inline(words))

    def in_item(self, words):
        return self.paragraph(words) if self.in_p else self.inline(words)

    def sublist(self, items, mark="•"):
        """Items as a list, deeper ones in lists within it."""
        name = "ol" if mark == "a" else "ul"
        out, n = [], 0
        while n < len(items):
            end = n + 1
            while end < len(items) and items[end][0] > items[n][0]:
                end += 1
            below = self.sublist(items[n + 1:end]) if end > n + 1 else ""
            beside = below and self.trap("list_beside_item", .2)  # a mistake that browsers put up with
            item = self.in_item(items[n][1])
            out.append(self.tag("li", item) + below if beside else self.tag("li", item + below))
            n = end
        letters = self.one((' type="a"', ' style="list-style-type: lower-alpha"', "")) if mark == "a" else ""
        return self.tag(name, self.indent.join(out), letters)

    def table(self, rows, cell="td"):
        made = [self.tag("tr", "".join(self.tag(cell, self.inline(words)) for words in row)) for row in rows]
        return self.tag("table", self.indent.join(made), ' class="table"')


class Writer:
    """Puts the blocks of a decision one after the other; a paragraph's number is that of its item in a list."""

    def __init__(self, editor):
        self.editor, self.out = editor, []
        self.items = None  # of the open list
        self.attributes = self.series = self.next = None

    def put(self, *blocks):
        if self.items:
            self.out.append(self.editor.tag("ol", self.editor.indent.join(self.items), self.attributes))
        self.items = None
        self.out += blocks

    def put_item(self, number, series, inner):
        """In the list that is open, or in another that begins or goes on with this number."""
        step, value = -1 if series == "reversed" else 1, ""
        if self.items and (self.series != series or (number - self.next) * step < 0):
            self.put()
        if not self.items:
            kind = " reversed" if series == "reversed" else f' type="{series}"' if series else ""
            self.items, self.series = [], series
            self.attributes = kind + (f' start="{number}"' if number != 1 or kind == " reversed" else "")
        elif number != self.next:
            value = f' value="{number}"'
        self.next = number + step
        self.items.append(self.editor.tag("li", inner, value))

    def put_paragraph(self, block):
        """As a list's item or as a paragraph; its own list inside it, beside it, or behind the list it is in."""
        editor, close, items = self.editor, block.close, list(block.items)
        promoted = items.pop()[1] if block.promoted else None
        behind = close and (not items or promoted is None and editor.trap("bare_citation", .4))
        if close and not behind:
            items[-1] = items[-1][0], f"{items[-1][1]} {close}"
        below = editor.sublist(items, block.mark) if items else ""
        told_by_case = all(words[0].islower() for _, words in items)
        where = "inside" if block.mark == "a" and not told_by_case else editor.sublists
        if block.number is None:
            self.put(editor.paragraph(block.text), *[below] * bool(items))
        elif where == "inside" or not items:
            after = ""
            if behind:
                after = " " + editor.inline(close) if editor.unclosed or editor.chance(.5) else editor.paragraph(close)
            self.put_item(block.number, block.series, editor.in_item(block.text) + below + after)
            behind = None
        else:
            self.put_item(block.number, block.series, editor.in_item(block.text))
            if where == "beside":
                editor.trap("list_beside_item")
                self.items.append(below)
            else:
                editor.trap("list_outside")
                self.put(below)
        if behind:
            self.put(editor.paragraph(close))
        if promoted:
            self.put_item(block.number + 1, block.series, editor.in_item(promoted))

    def put_blocks(self, case, summary):
        editor, section, names, rows = self.editor, None, [], []
        back = not editor.trap("no_back_to_top", .4)
        for block in [*case.blocks, None]:
            if names and (block is None or block.kind):
                self.put_names(names)
                names = []
            if rows and not (block and block.kind is None and block.cells):
                self.put(editor.table(rows))
                rows = []
            if section and back and (block is None or block.kind and block.level == case.level):
                self.put(editor.back_to_top())
            if block is None:
                break
            section = block.kind or section
            if block.kind is None and section == "names":
                names.append(block.text)
            elif block.kind is None and block.cells:
                rows.append(block.cells)
            elif block.kind is None:
                self.put_paragraph(block)
            else:
                self.put(*[editor.unseen()] * editor.chance(.1), editor.heading(block.level, block.text))
            if block.kind == "summary":
                self.put(editor.paragraph(summary))
        self.put()

    def put_names(self, names):
        """The key to the names of a report: who, and what they are."""
        editor = self.editor
        rows = [re.fullmatch(r"(.*? [A-Z])(?= [A-Z]) (.*)", name).groups() for name in names]
        if editor.trap("names_in_table", .6):
            self.put(editor.table(rows))
        else:
            self.put(*[editor.paragraph(name) for name in names])


# --- pages: a function a layout, from a case and its editor to what stands in the frame

def pairs(case, editor):
    """Category, decision and date."""
    whole, row, label, value = PAIRS[editor.pairs]
    made = []
    for line in header(case)[1:]:
        name, _, words = line.partition(" : ")
        words = [editor.text(part) for part in words.split(" > ")]
        if len(words) > 1 and editor.chance(.8):
            words = [editor.tag("a", part, ' href="/decisions"') for part in words]
        inner = editor.one((" &gt; ", " &gt;\n  ", " > ", " <span>&gt;</span> ")).join(words)
        pair = [editor.tag(label, name + editor.colon, ' class="label"'), editor.tag(value, inner, ' class="value"')]
        made.append(editor.tag(row, " ".join(pair), ' class="row"') if row else "\n".join(pair))
    return editor.tag(whole, "\n".join(made), ' class="details"')


def decision(case, editor):
    """From the line that opens it to the one that closes it."""
    writer = Writer(editor)
    if not case.report:
        words = opening(case) if editor.chance(.8) else opening(case).replace("'", "’")
        label = editor.one((editor.tag("strong", "Summary:") + " ", editor.tag("strong", "Summary: "), "Summary: "))
        writer.put(editor.heading(case.level, words), editor.tag("p", label + editor.inline(case.summary)))
    elif case.plan == "R3" and "chapter" not in case.traps:
        writer.put(editor.heading(case.level, "Overview:"))
    writer.put_blocks(case, case.summary)
    if not case.report:
        writer.put(editor.paragraph(closing(case)))
    writer.put(*[editor.paragraph(line) for line in satisfied(case)])
    return writer.out


def write_page(case, editor):
    head = [editor.heading(1, title(case))] + [pairs(case, editor)] * (case.layout != "H0")
    if case.chance(.5):
        head = [editor.tag("header", "\n".join(head), ' class="article-header"')]
    chapters = []
    if case.report and case.chance(.5):
        links = [editor.tag("li", f'<a href="?chapter={n}">Chapter {n}</a>') for n in range(3)]
        chapters = [editor.tag("nav", editor.tag("ol", "".join(links)), ' class="chapters"')]
    foot = editor.tag("p", '<a href="javascript:print()">Print this page</a>', ' class="print"')
    return [*head, *chapters, *decision(case, editor), *[foot] * case.chance(.8)]


def write_mirror(case, editor):
    body, line = editor.text(case.authority), mirror_line(case)
    link = f'<a class="underline" href="/organisations/x">View {body} scorecard</a>'
    out = [f'<p class="text-sm">Source · {editor.text(SHORT)}</p>', editor.heading(1, case.authority),
           f'<p class="facts">{editor.text(line)}</p>', f"<p>{link}</p>", editor.heading(2, "Full decision"),
           *decision(case, editor), "<p><a>View original on LGO (Local Governme… website</a></p>"]
    rows = [(reference, day, "", label) for reference, day, label in other_decisions(case)]
    if rows:
        out += [editor.heading(2, f"Other decisions involving {case.authority}"),
                editor.table([("Reference", "Date", "Summary", "Outcome"), *rows]),
                "<p><a>View all decisions for this organisation</a></p>"]
    return out


def write_listing(case, editor):
    out = [editor.heading(1, "Decisions")]
    for name, line, words in listing(case):
        out.append(editor.tag("div", editor.tag("h2", editor.tag("a", editor.text(name), ' href="/decisions"'))
                              + editor.paragraph(line) + editor.paragraph(words), ' class="result"'))
    return out


def write_other(case, editor):
    first, *lines = other_page(case).split("|")
    return [editor.heading(1, first), *[editor.heading(2, line) if len(line) < 40 and line[-1] not in ".?!" else
                                        editor.paragraph(line) for line in lines]]


WRITERS = {"H": write_page, "H0": write_page, "HR": write_page, "HM": write_mirror, "HL": write_listing,
           "HX": write_other}


def write_html(case):
    """(text, charset) of the page."""
    frame = "mirror" if case.layout == "HM" else case.one(FRAMES)
    editor = Editor(case, frame == "tables")
    charset = case.rng.choices([*CHARSETS], [share for share, _, _ in CHARSETS.values()])[0]
    _, declared, encoding = CHARSETS[charset]
    if charset != "utf-8":
        case.trap(charset)
    name = title(case)
    slugs = case.world["slugs"]
    values = {
        "article": "\n".join(WRITERS[case.layout](case, editor)), "title": editor.text(name), "script_title": name,
        "description": editor.text(case.summary).replace('"', "&quot;"), "reference": case.reference.replace(" ", "-"),
        "authority": editor.text(case.authority), "category": editor.text(case.category),
        "category_slug": slugs[case.category], "address": "/decisions/" + case.reference.replace(" ", "-"),
        "related": related(case), "charset": "" if declared is None else case.one((
            f'<meta charset="{declared}">', f'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={declared}">',
            f"<meta charset={declared} />"))}
    pieces = list(case.world["frames"][frame])
    pieces[1::2] = [values[piece] for piece in pieces[1::2]]
    return "".join(pieces), encoding


def related(case):
    """Links beside the article: other bodies, other references."""
    links = []
    for _ in range(4):
        other = case.one(case.world["councils"])[0]
        links.append(f'<li><a href="#">{html.escape(other)} (00 {int(case.random() * 900) + 100} 999)</a></li>')
    return "".join(links)


def name_page(case):
    """The file name that a browser or a crawler gives the page of this reference."""
    name = case.reference.replace(" ", "-")
    if "chapter" in case.traps:
        return name + case.one(("?chapter=2", "?chapter=2.html", "@chapter=2.html"))
    return name + case.one((".html", ".html", "", ".htm", "/index.html", "?displaypref=1", "?displaypref=0.html",
                            "@displaypref=1.html"))
