# SPDX-License-Identifier: Apache-2.0
"""The marks of own_events/*.txt (README.md there): happenings, things of which a state is told, who holds them."""
import re

EVENTS = ("ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST",
          "RETREAT", "SANCTION", "SUPPORT", "THREATEN")
STATES = ("access=cut off", "access=limited", "access=open",
          "condition=afloat", "condition=aground", "condition=damaged", "condition=destroyed", "condition=impassable", "condition=intact",
          "condition=repaired", "condition=vulnerable",
          "control=contested", "control=held", "control=lost", "custody=detained", "custody=released", "position=at",
          "posture=attacking", "posture=ceasing fire", "posture=concentrating", "posture=defending", "posture=mobilised",
          "posture=redeploying", "posture=withdrawing",
          "status=ended", "status=extended", "status=in doubt", "status=in force", "status=increased", "status=open", "status=planned",
          "status=reduced", "status=resumed", "status=signed", "status=stopped", "status=suspended", "status=under way", "status=violated",
          "substitute=used")
OTHERS = ("holder", "denied", "open")  # who holds it; marked with "!"; marked with "?"
CLASSES = EVENTS + STATES + OTHERS
MARK = re.compile(r"<<([^<>|]+)\|([!?]?)([A-Z]+)(?:: ([^<>|]+) > ([^<>|]+))?>>|\{\{([^{}|]+)\|([^{}]+)\}\}|\(\(([^()|]+)\|holder\)\)")


def marked(line, roles=False):
    """The text of a line and its marks (begin, end, classes), in characters; with `roles`: and of each the heads of doers and sufferers, or None."""
    text, marks, who, at = "", [], [], 0
    for m in MARK.finditer(line):
        text += line[at:m.start()]
        at = m.end()
        words = m.group(1) or m.group(6) or m.group(8)
        if m.group(1):
            classes = {EVENTS.index(m.group(3))} | doubt(m.group(2))
        elif m.group(6):
            classes = set()
            for state in m.group(7).split(";"):
                variable, value = state.strip().split("=", 1)
                if value[:1] in "!?":
                    classes |= doubt(value[0])
                    value = value[1:]
                classes.add(len(EVENTS) + STATES.index(variable + "=" + value))
        else:
            classes = {CLASSES.index("holder")}
        marks.append((len(text), len(text) + len(words), classes))
        who.append(tuple(heads(m.group(k)) for k in (4, 5)) if m.group(4) else None)
        text += words
    text += line[at:]
    if re.search(r"<<|>>|\{\{|\}\}|\|holder", text):
        raise ValueError("bad mark: " + line)
    return (text, marks, who) if roles else (text, marks)


def heads(side):
    """The words of a side: "-" is nobody."""
    return [] if side.strip() == "-" else [part.strip() for part in side.split(",")]


def doubt(sign):
    return {CLASSES.index("denied" if sign == "!" else "open")} if sign else set()
