"""What all forms of an audit say in the same words."""

from prorl.train.audit.audit import Audit
from prorl.train.audit.finding import Finding


def heading(audit: Audit) -> str:
    """One line: `Audit of mine: 1 wrong, 2 to look at, in 3,840 responses of training.`."""
    looks = len(audit.findings) - audit.wrong
    counts = f"{audit.wrong} wrong, {looks} to look at" if audit.findings else "nothing found"
    read = ", ".join(f"{count:,} responses of {place}" for place, count in audit.read.items())
    return f"Audit of {audit.name}: {counts}{', in ' + read if read else ''}."


def judged_again(audit: Audit) -> list[str]:
    """One line for each place: how many stored verdicts were made again, and how many hold."""
    lines = []
    for where in dict.fromkeys(one.where for one in audit.rejudged):
        own = [one for one in audit.rejudged if one.where == where]
        done, held = sum(one.winners + one.losers for one in own), sum(one.lost + one.gained for one in own)
        line = f"{where}: {done:,} responses judged again, {held} verdicts differ"
        asked, lost = sum(one.second_asked for one in own), sum(one.second_lost for one in own)
        if asked:
            line += f"; {asked:,} winners shown to a second verifier, which rejects {lost}"
        lines.append(line + ".")
    return lines


def located(one: Finding) -> str:
    """Environment and place."""
    env, where = shown(one.env, 100), shown(one.where, 100)
    return f"{env}\n{where}" if env else where


def shown(text: str, most: int) -> str:
    r"""A text on one line, shortened, what cannot be printed escaped: `shown("a\nb", 10) == "a\\nb"`."""
    cut = text[: most + 1]
    clear = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut[:most])
    return clear if len(cut) <= most else clear + "…"
