"""Writes a case of make-corpus as a text page: a function a layout."""
import re

CLOSED = "Closed after initial enquiries"
MONTHS = "January February March April May June July August September October November December".split()
SHORT = "LGO (Local Government & Social Care Ombudsman)"
GLUED = {"Analysis", "Background", "What happened", "My assessment", "Final decision"}


def day_text(day):
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def title(case):
    return f"{case.authority} ({case.reference})"


def header(case):
    date = f"{case.date.day:02} {MONTHS[case.date.month - 1][:3]} {case.date.year}"
    return [title(case), f"Category : {case.category} > {case.subcategory}",
            f"Decision : {case.label}", f"Decision date : {date}"]


def opening(case):
    return f"The Ombudsm{case.parts['e']}n's final decision:"


def closing(case):
    return f"Investigator's decision on behalf of the Ombudsm{case.parts['e']}n"


def summary(case):
    broken = ". " in case.summary and case.trap("summary_lines", .06)
    return case.summary.replace(". ", ".\n") if broken else case.summary


def satisfied(case):
    day = case.satisfied
    return [f"Ombudsman satisfied with council{case.one(('', chr(39) + 's'))} response: {day_text(day)}"] if day else []


def heading(case, block):
    return [block.text, case.summary] if block.kind == "summary" else [block.text]


def write_numbered(case):
    lettered = [p for p in case.blocks if p.kind is None and p.items and p.mark == "a"]
    told_by_case = all(text[0].islower() for p in lettered for _, text in p.items)  # items from paragraphs
    beside = lettered and told_by_case and case.trap("letters_at_parent", .35)
    if lettered and not beside:
        case.trap("letters_as_numbers")
    nested = any(depth > 1 for p in case.blocks if p.kind is None for depth, _ in p.items)
    flat = nested and case.trap("sublist_at_parent", .4)
    missing = case.trap("no_back_to_top", .12)
    out, run = header(case) + [opening(case), "Summary: " + summary(case)], []

    def close(section=True):
        """Ends the list that is open, and the section."""
        if run:
            out.append("\n".join(run))
            run.clear()
        if section and len(out) > 6 and not (missing and case.chance(.6)):
            out.append("Back to top")

    for block in case.blocks:
        if block.label is None:
            close(block.kind and block.level == 2)
            out.append(block.text)
            continue
        first, *lines = block.lines()
        run.append(f"  {block.label}. {first}")
        for n, (line, (depth, _)) in enumerate(zip(lines, block.items), 1):
            if block.promoted and n == len(lines):
                run.append(f"  {int(block.label) + 1}. {line}")
                break
            letter, bullet = f"{n}. ".rjust(5 if beside else 7), "    • " if depth == 1 or flat else "        • "
            run.append((letter if block.mark == "a" else bullet) + line)
    close()
    out += [closing(case), "Print this page", "LGO logogram"]
    cookies = case.say("furniture.cookies").split("|")
    if case.trap("cookies_first", .1):
        out = cookies + out
    elif case.trap("cookies_last", .65):
        out += cookies[1:]
    if case.trap("stray_line", .06):
        out.insert(case.one([i for i, line in enumerate(out) if line == "Back to top"] or [-2]), case.one((" ", ";")))
    return "\n\n".join(out)


def dashed(case):
    bare = any(p.close and p.items for p in case.blocks if p.kind is None) and case.trap("bare_citation", .6)
    out, section = [], None
    for block in case.blocks:
        section = block.kind or section
        if block.kind == "summary":
            out += [block.text, "- " + case.summary]
        elif block.kind or section == "names":
            out.append(block.text)
        else:
            out += ["- " + line for line in block.lines(close=not bare or not block.items)]
            if bare and block.items and block.close:
                out.append(block.close)
    return out


def write_dashed(case, head=None):
    out = (head or header(case)) + [opening(case), "Summary: " + summary(case), *dashed(case)]
    if case.trap("stray_line", .04):
        plain = [i for i, line in enumerate(out) if not line.startswith(("-", "("))]
        out.insert(case.one(plain[-4:]), case.one((" ", ";")))
    return "\n".join(out + [closing(case)] * case.chance(.85))


def write_bare(case):
    return write_dashed(case, [title(case)])


def write_contents(case):
    return write_dashed(case, [title(case)] + ["- " + b.text for b in case.blocks if b.kind and b.level == 2])


def flat(case, bullet):
    out = []
    for block in case.blocks:
        if block.kind:
            out += heading(case, block)
        else:
            first, *items = block.lines()
            out += [first] + ["\n".join([bullet + item for item in items])] * bool(items)
    return out


def write_old_report(case):
    return "\n\n".join([case.reference, *flat(case, "• ")])


def write_report(case):
    return "\n\n".join([*header(case), *flat(case, "    • "), *satisfied(case), "Print this page"])


def write_new_report(case):
    lines = dashed(case)
    if case.trap("lone_dash", .6):
        lines = ["-\n" + line[2:] if line.startswith("- ") and case.chance(.3) else line for line in lines]
    return "\n".join([*header(case), *([] if "chapter" in case.traps else ["Overview:"]), *lines, *satisfied(case)])


def write_nodes(case):
    out = [] if case.trap("no_title", .5) else [title(case)]
    out += ["Category :", case.category, ">", case.subcategory, "Decision :", case.label, "Decision date :",
            header(case)[3].partition(" : ")[2]]
    if not case.report:
        out += [opening(case), "Summary:", summary(case)]
    back, split, begun = case.chance(.3), case.chance(.15), False
    for block in case.blocks:
        if block.kind:
            out += ["Back to top"] * (back and begun and block.level == 2) + heading(case, block)
            begun = True
            continue
        for line in block.lines():
            nodes = re.sub(r"\(([A-Z][^()]* Act \d{4})(, )", r"(\n\1\n\2", line) if split else line
            if nodes != line:
                case.trap("split_nodes")
            out.append(nodes)
    return "\n".join(out + [closing(case)] * (not case.report) + satisfied(case) + ["Print this page"])


def write_mirror_bare(case):
    glue, out = case.chance(.4), [opening(case)[:-1], "Summary: " + case.summary]
    for block in case.blocks:
        text = block.text if block.kind else " ".join(block.lines())
        if glue and not block.kind and out[-1] in GLUED and case.chance(.7):
            case.trap("glued_heading")
            out[-1] += " " + text
        else:
            out.append(text)
    return "\n\n".join(out + [closing(case)])


def mirror_line(case):
    """What a mirror says of the case, all in one line."""
    slugs = case.world["slugs"]
    sector, category = [slugs[name].replace("-", " ").title() for name in (case.category, case.subcategory)]
    label = "Other" if case.label == CLOSED else case.label
    return (f"{SHORT} {label} Reference {case.reference.replace(' ', '-')} Sector {sector} Category {category} "
            f"Decided {day_text(case.date)}")


def other_decisions(case):
    """Rows of a mirror's table: reference, date or nothing, label."""
    rows = []
    for _ in range(case.trap("related", .7) and 1 + int(case.random() * 5)):
        number = int(case.random() * 1000000)
        other = [f"{case.one(('99', '00'))}-{number // 1000:03}-{number % 1000:03}",
                 case.one(("Other", "Upheld", "Not upheld"))]
        case.related.append(other)
        rows.append((other[0], case.one(("", "", case.say("date"))), other[1]))
    return rows


def write_mirror(case):
    body = case.authority
    out = [f"Source · {SHORT}", body, mirror_line(case), f"View {body} scorecard", "Full decision",
           write_mirror_bare(case), "View original on LGO (Local Governme… website"]
    rows = other_decisions(case)
    if rows:
        table = ["Reference Date Summary Outcome", *[" ".join(filter(None, row)) for row in rows]]
        out += [f"Other decisions involving {body}", "\n".join(table + ["View all decisions for this organisation"])]
    return "\n\n".join(out)


def other_page(case):
    """A page that is no decision, its lines parted by bars."""
    return case.say("page." + case.one("category newsletter digest factsheet minutes policy".split()))


def write_other(case):
    return other_page(case).replace("|", case.one(("\n", "\n\n", "\n- ")))


def listing(case):
    """(title, line, summary) of each decision that is listed."""
    rows = []
    for _ in range(5 + int(case.random() * 12)):
        other = case.another()
        day = f"{other.date.day:02}-{MONTHS[other.date.month - 1][:3]}-{other.date.year}"
        rows.append((title(other),
                     f"{other.one(('Statement', 'Statement', 'Report'))} {other.label} {other.subcategory} {day}",
                     "Summary: " + other.say("listing.summary")))
    return rows


def write_listing(case):
    return "\n".join(line for row in listing(case) for line in row)


WRITERS = {"N": write_numbered, "D": write_dashed, "D0": write_bare, "C": write_contents, "R1": write_old_report,
           "R2": write_report, "R3": write_new_report, "T": write_nodes, "S": write_mirror, "S0": write_mirror_bare,
           "L": write_listing, "X": write_other}
