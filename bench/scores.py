#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures Sayso on gold sets and writes the numbers down: python3 bench/scores.py --sayso BIN --out docs/scores.md

The gold sets and their scorers are not part of this repository (texts belong to others); the folder that
holds them is named by --shared, or SAYSO_SHARED, or is ../shared. Without it: a message and exit 0.
Every number in the page comes from a scorer run here; --only NAME runs one row and prints its output.
"""
import argparse
import datetime
import json
import lzma
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TREEBANK = ["Words", "Sentences", "UPOS", "Lemma", "UAS", "LAS"]


def run(command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError("%s\n%s" % (" ".join(str(p) for p in command), done.stderr[-2000:]))
    return done.stdout


class Bench:
    def __init__(self, sayso, shared, work, threads):
        self.sayso, self.threads, self.work = sayso, threads, work
        self.data, self.tools = shared / "data", shared / "tools"
        self.scorers, self.acceptance = shared / "tools/scorers", shared / "acceptance"

    def read(self, source, name, *more):
        out = self.work / (name + ".out.jsonl")
        text = run([self.sayso, "read", "--json", "--quiet", "--input-format", "jsonl", "--threads", self.threads, *more, source])
        out.write_text(text, encoding="utf-8")
        return out

    def own_scorer(self, script, name, gold, *arguments, make=(), read=(), score=()):
        """A scorer that makes its own input: --make-input, then gold and prediction."""
        source = self.work / (name + ".in.jsonl")
        run(["python3", self.scorers / script, *arguments, gold, "--make-input", source, *make])
        out = self.read(source, name, *read)
        return json.loads(run(["python3", self.scorers / script, *arguments, gold, out, "--json", *score]))

    def converted(self, kind, script, name, gold, *score, convert=()):
        """A scorer that wants other names: sayso_to_pred.py before and after."""
        source, pred = self.work / (name + ".in.jsonl"), self.work / (name + ".pred.jsonl")
        run(["python3", self.scorers / "sayso_to_pred.py", "input", gold, source])
        out = self.read(source, name)
        if kind == "time":
            drop_event_times(out)
        run(["python3", self.scorers / "sayso_to_pred.py", kind, out, pred, *convert])
        return json.loads(run(["python3", self.tools / script, gold, pred, "--json", *score]))


def drop_event_times(path):
    """TIMEX3 does not count "since its invasion" as a time; the record marks those."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    for row in lines:
        row["times"] = [t for t in row.get("times", []) if not t.get("of_event")]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in lines), encoding="utf-8")


def percent(value):
    return "–" if value is None else "%.1f" % (100 * value)


def find(tree, *path):
    for key in path:
        if not isinstance(tree, dict) or key not in tree:
            return None
        tree = tree[key]
    return tree


def f1(tree):
    """The F1 in a scorer's node, whatever it calls it."""
    if isinstance(tree, dict):
        for key in ("f1", "F1", "f"):
            if key in tree:
                return tree[key]
    return tree if isinstance(tree, (int, float)) else None


def treebank(name, path):
    def measure(b):
        s = b.own_scorer("score_ud.py", name, b.data / path, read=("--layers", "tokens"), score=("--split-contractions",))
        return [(key, "%.1f" % f1(s[key])) for key in TREEBANK]  # this scorer counts in percent
    return measure


def relations(name, path, genre="", gold_tokens=False):
    """Scores of the relations claims need (bench/score_relations.py), from raw text or from the treebank's own words."""
    def measure(b):
        gold = b.data / path
        if gold_tokens:
            out = b.work / (name + ".pred.conllu")
            with open(gold, encoding="utf-8") as source:
                out.write_text(run([pathlib.Path(b.sayso).parent / "sayso_parse_conllu", os.environ.get("SAYSO_MODEL", "models/en.bin")],
                                   stdin=source), encoding="utf-8")
        else:
            source = b.work / (name + ".in.jsonl")
            run(["python3", b.scorers / "score_ud.py", gold, "--make-input", source])
            out = b.read(source, name, "--layers", "tokens")
        s = json.loads(run(["python3", "bench/score_relations.py", b.scorers, gold, out, "--json", *(["--genre", genre] if genre else [])]))
        rows = [(key, "%.1f" % s["tree"][key]) for key in ("UPOS", "UAS", "LAS")]
        return rows + [(key, "%s/%s" % (percent(v["p"]), percent(v["r"]))) for key, v in s["relations"].items() if not key.startswith("told")] + [
            (key + " F1", "%s of %d" % (percent(v["f1"]), v["gold"])) for key, v in s["relations"].items() if key.startswith("told")]
    return measure


def names(name, kind, path):
    def measure(b):
        s = b.own_scorer("score_ner.py", name, b.data / path, kind)
        return [row for row in flat(s) if not row[0].startswith("by ")]
    return measure


def flat(s):
    """Every micro/total figure a scorer offers, named by its path."""
    rows = []

    def walk(node, path):
        if isinstance(node, dict):
            value = f1(node)
            if isinstance(value, (int, float)):
                rows.append((" ".join(path) or "F1", percent(value)))
                return
            for key, child in node.items():
                walk(child, path + [str(key)])
    walk(s, [])
    return rows[:12]


def without_intentions(b, name, gold, convert):
    """Cue overlap of what is said or thought alone: PolNeAR marks plans and wishes ("plans to"), GUM none."""
    rest, pred = b.work / (name + ".told.jsonl"), b.work / (name + ".told.pred.jsonl")
    with open(b.work / (name + ".out.jsonl"), encoding="utf-8") as source, open(rest, "w", encoding="utf-8") as out:
        for row in map(json.loads, source):
            wishes = {c["id"] for c in row["claims"] if c["act"] == "intention"}
            row["claims"] = [{**c, "outer": None if c["outer"] in wishes else c["outer"]} for c in row["claims"] if c["id"] not in wishes]
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    run(["python3", b.scorers / "sayso_to_pred.py", "attribution", rest, pred, *convert])
    return f1(json.loads(run(["python3", b.tools / "attribution/score_attribution.py", gold, pred, "--json"]))["scores"]["cue overlap"])


def attribution(name, path, folder="data", convert=()):
    def measure(b):
        gold = (b.data if folder == "data" else b.acceptance) / path
        whole = b.converted("attribution", "attribution/score_attribution.py", name, gold, convert=convert)
        s, counts = whole["scores"], whole["counts"]
        wanted = ("triple exact", "triple overlap", "source exact", "cue exact", "cue overlap", "content exact", "content token")
        rows = [(key, percent(f1(s[key]))) for key in wanted]
        rows.append(("cue overlap, intentions apart", percent(without_intentions(b, name, gold, convert))))
        rows.append(("speaker of matched contents", percent(counts["speaker right"] / max(1, counts["speaker pairs"]))))
        if convert:
            text = run(["python3", "bench/claim_acts.py", b.tools / "attribution", gold, b.work / (name + ".out.jsonl")])
            acts = json.loads(text)
            rows += [("triple overlap of " + act, percent(acts[act]["f1"])) for act in ("speech", "attitude")]
        return rows
    return measure


def geo(name, path):
    def measure(b):
        s = b.converted("geo", "geo/score_geo.py", name, b.data / path)
        return flat(s) + [("within 161 km of those found", percent(find(s, "resolution_found", "acc")))]
    return measure


def geo_acceptance(b):
    """Every place of the report that has a point in the gold: is Sayso's point within the gold's radius of it?"""
    gold = b.acceptance / "kherson.places.jsonl"
    s = b.converted("geo", "geo/score_geo.py", "acceptance-places", gold)
    text = run(["python3", "bench/score_radius.py", gold, b.work / "acceptance-places.pred.jsonl", "--json"])
    within = json.loads(text)
    return [(key, percent(f1(s[key]))) for key in ("recognition_overlap", "end_to_end_overlap")] + [
        (key, "%d of %d" % tuple(within[key])) for key in ("found within the radius", "of all names", "of all annotated")]


def time_acceptance(b):
    gold = b.acceptance / "kherson.times.jsonl"
    s = b.converted("time", "time/score_time.py", "acceptance-times", gold)
    return [("values right", "%d of %d" % (s["value"]["tp"], s["value"]["gold"])), ("found beside the gold", str(s["relaxed"]["pred"] - s["relaxed"]["tp"]))]


def time(name, path, *score):
    return lambda b: flat(b.converted("time", "time/score_time.py", name, b.data / path, *score))


def first_lines(path, gold, lines):
    """MEANTIME is annotated in the headline and the first five sentences, a line each: gold and text end there."""
    with open(path, encoding="utf-8") as source, open(gold, "w", encoding="utf-8") as out:
        for line in source:
            row = json.loads(line)
            row["text"] = "\n".join(row["text"].split("\n")[:lines])
            row["timexes"] = [t for t in row["timexes"] if t["end"] <= len(row["text"])]
            for t in row["timexes"]:  # the date of the report stands in the text: to find it is not wrong
                t["optional"] = t.pop("creation", False)
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return gold


def time_of_first_lines(name, path, lines):
    def measure(b):
        return flat(b.converted("time", "time/score_time.py", name, first_lines(b.data / path, b.work / (name + ".gold.jsonl"), lines)))
    return measure


def time_together(b):
    """Micro average over the three news sets."""
    sets = (("timebank", b.data / "time/timebank.jsonl"), ("aquaint", b.data / "time/aquaint.jsonl"),
            ("meantime", first_lines(b.data / "time/meantime-en.jsonl", b.work / "together.gold.jsonl", 6)))
    scores = [b.converted("time", "time/score_time.py", "together-" + name, gold) for name, gold in sets]
    rows = []
    for key in ("strict", "relaxed", "type", "value", "value_strict", "both"):
        total = [sum(s[key][part] for s in scores) for part in ("tp", "pred", "gold")]
        rows.append((key, percent(2 * total[0] / max(1, total[1] + total[2]))))
    return rows


def re3d(b):
    s = b.own_scorer("score_ner.py", "re3d", b.data / "events/re3d", "re3d")
    kinds = [(kind, percent(f1(value))) for kind, value in (s.get("by type") or s.get("by kind") or {}).items()]
    return [row for row in flat(s) if not row[0].startswith("by ")] + kinds


def local_scorer(script, name, path, show):
    """A scorer of our own, in bench/: --make-input, then gold and output."""
    def measure(b):
        source = b.work / (name + ".in.jsonl")
        gold = b.data / path
        run(["python3", "bench/" + script, gold, "--make-input", source])
        return show(json.loads(run(["python3", "bench/" + script, gold, b.read(source, name), "--json"])))
    return measure


def gap(path):
    return local_scorer("score_gap.py", "gap", path, lambda s: [(k, percent(f1(v))) for k, v in s.items() if k != "bias"])


def ontogum(trees, genre=()):
    """Coreference on OntoGUM's documents of one treebank file."""
    def measure(b):
        gold, trees_path, source = b.data / "language/coref/gum/ontogum.conll", b.data / trees, b.work / "ontogum.in.jsonl"
        script = ["python3", "bench/score_coref.py", gold, trees_path, *genre]
        run([*script, "--make-input", source])
        s = json.loads(run([*script, b.read(source, "ontogum", "--layers", "tokens"), "--json"]))
        return [(key, percent(s[key]["f1"])) for key in ("CoNLL", "MUC", "B3", "CEAFe", "mentions")]
    return measure


def actor_codes(s):
    return [(k, percent(s[k])) for k in ("country", "sector", "anywhere country", "anywhere sector")]


def gsr(b):
    s = b.own_scorer("score_events.py", "gsr", b.data / "events/plover_gsr_dev.json", "gsr")
    return [row for row in flat(s) if not row[0].startswith("by ")]


def plv(b):
    s = b.own_scorer("score_events.py", "plv", b.data / "events/plv_train.tsv", "plv")
    return [(kind + " " + key, percent(s[kind][key])) for kind in ("root", "penta") for key in ("macro-F1", "accuracy")]


def muc(b):
    """Incidents of 200 documents in mixed case; who is said to have done it, and on whose word."""
    gold, news = b.data / "events/muc4/gtt/dev.json", b.work / "case.jsonl"
    with news.open("wb") as out:  # how words are written, for texts in capitals
        for path in sorted((b.data / "news").glob("*.xz")):
            with lzma.open(path) as packed:
                shutil.copyfileobj(packed, out)
    source = b.work / "muc.in.jsonl"
    run(["python3", b.scorers / "score_muc.py", gold, "--make-input", source, "--raw", b.data / "events/muc4/raw",
         "--text", "cased", "--case-from", news])
    out = b.read(source, "muc")
    s = json.loads(run(["python3", b.scorers / "score_muc.py", gold, out, "--input", source, "--keys", b.data / "events/muc4/raw", "--json"]))
    rows = [(key, percent(s[key]["f1"])) for key in ("types", "incident", "perpetrator", "victim", "target", "weapon")]
    return rows + [("claim status macro-F1", percent(s["confidence"]["macro-F1"])),
                   ("of found", percent(s["confidence"]["macro-F1 of found"]))]


def insecurity(b):
    """One-sentence incidents against what people coded, on the rows whose text supports the value."""
    gold = sorted((b.data / "users/insecurity_insight").glob("*.json"))
    source = b.work / "insecurity.in.jsonl"
    run(["python3", b.scorers / "score_insecurity.py", *gold, "--make-input", source])
    out = b.read(source, "insecurity")
    s = json.loads(run(["python3", b.scorers / "score_insecurity.py", *gold, out, "--input", source, "--json"]))
    shown = {"class": "perpetrator class", "name": "perpetrator name"}  # as the set's columns call them
    rows = [(shown.get(key, key), percent(s[key]["supported"]["accuracy"]))
            for key in ("class", "killed", "injured", "kidnapped", "arrested", "country", "name", "weapon")]
    return rows + [("within 161 km", percent(s["km161"]["supported"]["accuracy"]))]


def factuality(name):
    def measure(b):
        here = pathlib.Path(b.sayso).parent
        s = json.loads(run(["python3", "bench/score_factuality.py", b.data / "factuality" / name, "--program", here / "sayso_factuality",
                            "--knowledge", here / "knowledge.img", "--json"]))
        return [(key, "%.3f" % s["learned"][key]) for key in ("MAE", "r")] + [("fixed mapping MAE", "%.3f" % s["fixed"]["MAE"])]
    return measure


def acceptance(b):
    gold, text = b.acceptance / "kherson.claims.jsonl", b.acceptance / "kherson.txt"
    source = b.work / "acceptance.in.jsonl"
    run(["python3", b.scorers / "score_state_seed.py", gold, text, "--make-input", source])
    out = b.read(source, "acceptance")
    s = json.loads(run(["python3", b.scorers / "score_state_seed.py", gold, text, out, "--json"]))
    rows = [(k, "%d of %d" % tuple(v)) for k, v in s["totals"].items()]
    return rows + [("events", str(s["events"])), ("outside all anchors", str(len(s["outside"])))]


def samples(folder):
    def measure(b):
        text = run(["python3", "tools/score_samples.py", "--sayso", b.sayso, "--folder", folder])
        wanted = ("claims.found", "claims.true", "claims.code", "events.found", "events.type", "events.factuality", "states.found", "states.true")
        rows = {line.split()[0]: line.split()[1] for line in text.splitlines() if len(line.split()) > 2 and "." in line.split()[0]}
        return [(key, percent(float(rows[key]))) for key in wanted]
    return measure


def pages(name, archive, folder):
    """bench/score_text.py on a set of pages, unpacked first; F1 of words or snippets, title, date, authors exact."""
    def measure(b):
        run(["tar", "-xJf", b.data / "ingest" / archive, "-C", b.work])
        build = pathlib.Path(b.sayso).resolve().parent
        reader = "%s %s" % (build / "sayso_read_text", build / "knowledge.img")
        text = run(["python3", pathlib.Path(__file__).with_name("score_text.py"), name, b.work / folder, "--reader", reader])
        rows = []
        for what, value in re.findall(r"^\S+ (\S+?):(?:.*?\bF1?)? (0\.\d+|1\.0+)", text, re.M):
            rows.append(({"all": "word F1", "snippets": "snippet F"}.get(what, what), percent(float(value))))
        return rows
    return measure


def stories(name, file, what):
    def measure(b):
        source = b.work / (name + ".stories.jsonl")
        run(["python3", "bench/story_sets.py", "make", name, b.data / "ingest" / file, source])
        text = run(["python3", "tools/score_stories.py", "--sayso", b.sayso, what, source])
        if what == "pairs":
            return [("accuracy", percent(float(text.split("accuracy ")[1].split()[0])))]
        return [(key, percent(float(text.split(key + " ")[1].split()[0]))) for key in ("precision", "recall", "F1")]
    return measure


def coreference(b):
    text = run(["python3", "bench/score_event_coref.py", "--sayso", b.sayso, b.data / "ingest/ecbplus-dev.tar.xz"])
    conll = [percent(float(line.split("CoNLL ")[1])) for line in text.splitlines() if "CoNLL " in line]
    return [(key, percent(float(text.split(key + " ")[1].split()[0]))) for key in ("MUC", "BCubed", "CEAF-e")] + [
        ("CoNLL", conll[0]), ("CoNLL, mentions given", conll[1]), ("CoNLL, mentions found alone", conll[2]),
        ("mentions found", percent(float(text.split("mentions found ")[1].split()[0])))]


def situation(folder):
    def measure(b):
        found = json.loads(run(["python3", "tools/score_state.py", "--sayso", b.sayso, "--folder", folder, "--json"]))
        return [(key, "%d of %d" % tuple(found[key])) for key in ("value", "contested", "contradictions", "contradictions true")
                if key in found]
    return measure


def marked_texts(b):
    held = sorted(pathlib.Path("train/encoder/own_events").glob("[a-f]-?[02468].txt"))
    found = json.loads(run(["python3", "bench/score_marked.py", "--sayso", b.sayso, "--json", *held]))
    return [(key, "%.1f" % value) for key, value in found.items() if isinstance(value, float)]


def real_news(b):
    """The half of the read news that nothing was made by."""
    held = json.loads(run(["python3", "bench/score_event_sides.py", "--news", b.data / "news", "--sayso", b.sayso, "--json"]))["held"]
    shown = ("found precision", "found recall", "typed precision", "typed recall", "strict precision", "strict recall", "strict of typed",
             "doer right", "sufferer right")
    return [(key, percent(held[key])) for key in shown]


def unpacked(b, name):
    """A set kept as tar.xz under ingest/, unpacked once a run."""
    folder = b.work / name
    if not folder.is_dir():
        folder.mkdir()
        run(["tar", "xf", b.data / "ingest" / (name + ".tar.xz"), "-C", folder])
    return folder


def feeds(b):
    build = pathlib.Path(b.sayso).parent
    if not (build / "sayso_read_text").exists():
        raise RuntimeError("no sayso_read_text beside %s; build it" % b.sayso)
    reader = "%s %s" % (build / "sayso_read_text", build / "knowledge.img")
    s = json.loads(run(["python3", "bench/score_feeds.py", unpacked(b, "feedparser-tests"), "--reader", reader, "--json"]))
    return [("cases about fields we keep that hold", "%d of %d" % (s["hold"], s["cases"]))]


def copies(what, path=None, archive=None):
    def measure(b):
        source = b.data / path if path else next(unpacked(b, archive).glob("**/" + {"telegram": "clustering_pairs", "basil": "articles"}[what]))
        s = json.loads(run(["python3", "bench/score_copies.py", what, source, "--sayso", b.sayso, "--json"]))
        return [(k, percent(s[k]) if isinstance(s[k], float) else str(s[k])) for k in ("recall", "precision", "called copies", "copies") if k in s]
    return measure


ROWS = [
    ("EWT dev, from raw text", treebank("ewt", "language/ud/ewt/en_ewt-ud-dev.conllu")),
    ("GUM dev, from raw text", treebank("gum", "language/ud/gum/en_gum-ud-dev.conllu")),
    ("EWT dev, relations, precision/recall", relations("ewt-relations", "language/ud/ewt/en_ewt-ud-dev.conllu")),
    ("GUM dev, relations, precision/recall", relations("gum-relations", "language/ud/gum/en_gum-ud-dev.conllu")),
    ("GUM dev, news alone", relations("gum-news", "language/ud/gum/en_gum-ud-dev.conllu", "GUM_news")),
    ("EWT dev, from gold words", relations("ewt-gold", "language/ud/ewt/en_ewt-ud-dev.conllu", "", True)),
    ("GUM dev, from gold words", relations("gum-gold", "language/ud/gum/en_gum-ud-dev.conllu", "", True)),
    ("Names, UNER-EWT dev", names("uner", "uner", "language/ner/uner_ewt/en_ewt-ud-dev.iob2")),
    ("Names, wikigold", names("wikigold", "wikigold", "language/ner/wikigold/wikigold.conll.txt")),
    ("Names, CrossNER politics dev", names("crossner", "crossner", "language/ner/crossner/politics/dev.txt")),
    ("Names, WNUT17 dev", names("wnut17", "wnut17", "language/ner/wnut17/emerging.dev.conll")),
    ("Names, re3d by kind", re3d),
    ("Coreference, GAP development", gap("language/coref/gap/gap-development.tsv")),
    ("Coreference, OntoGUM dev", ontogum("language/ud/gum/en_gum-ud-dev.conllu")),
    ("Actor codes, PLOVER GSR",
     local_scorer("score_actor_codes.py", "codes", "events/plover_gsr_dev.json", actor_codes)),
    ("Places, GeoVirus", geo("geovirus", "geo/geovirus.jsonl")),
    ("Places, LGL dev", geo("lgl", "geo/lgl_dev.jsonl")),
    ("Times, TimeBank", time("timebank", "time/timebank.jsonl")),
    ("Times, AQUAINT", time("aquaint", "time/aquaint.jsonl")),
    ("Times, MEANTIME (its six annotated lines)", time_of_first_lines("meantime", "time/meantime-en.jsonl", 6)),
    ("Times, TimeBank, AQUAINT and MEANTIME together", time_together),
    ("Places, acceptance report", geo_acceptance),
    ("Times, acceptance report", time_acceptance),
    ("Times, WikiWars", time("wikiwars", "time/wikiwars.jsonl", "--flat")),
    ("Claims, PolNeAR dev", attribution("polnear", "attribution/polnear_dev.jsonl", convert=("--claims", "outermost"))),
    ("Claims, GUM news", attribution("gumnews", "attribution/gum_news.jsonl")),
    ("Claims, acceptance report", attribution("kherson", "kherson.attributions.jsonl", "acceptance")),
    ("Events, PLOVER GSR", gsr),
    ("Events, PLV train", plv),
    ("Events, MUC-4 gtt dev", muc),
    ("Events, Insecurity Insight, supported rows", insecurity),
    ("Factuality, UW dev", factuality("UW")),
    ("Factuality, MEANTIME dev", factuality("MEANTIME")),
    ("Acceptance report, events and states", acceptance),
    ("Pages, WCXB dev articles", pages("wcxb", "wcxb-dev.tar.xz", "wcxb/dev")),
    ("Pages, newspaper-dev", pages("newspaper", "newspaper-dev.tar.xz", "newsdev")),
    ("Pages, trafilatura-eval", pages("trafilatura", "trafilatura-eval.tar.xz", "traf")),
    ("Pages, Daniel", pages("daniel", "daniel-multilingual.tar.xz", "daniel/corpora/Corpus_daniel_v2.1")),
    ("Same story, ECB+ topics 1-35", stories("ecb", "ecbplus-dev.tar.xz", "clusters")),
    ("Same story, BASIL", stories("basil", "basil.tar.xz", "clusters")),
    ("Same story, Telegram English pairs", stories("telegram", "telegram-pairs.tar.xz", "pairs")),
    ("Same event, ECB+ topics 1-35", coreference),
    ("State and contradictions from text, samples/ (tuned on)", situation("samples")),
    ("State and contradictions from text, samples-2/ (developed on)", situation("samples-2")),
    ("State and contradictions from text, samples-4/ (10 of 24 on its first run, developed on since)", situation("samples-4")),
    ("State and contradictions from text, samples-6/ (12 of 26 on its first run, developed on since)", situation("samples-6")),
    ("State and contradictions from text, samples-7/ (12 of 28 on its first run, developed on since)", situation("samples-7")),
    ("State and contradictions from text, samples-8/ (10 of 28 on its first run, developed on since)", situation("samples-8")),
    ("State and contradictions from text, samples-9/ (10 of 30 on its first run, developed on since)", situation("samples-9")),
    ("State and contradictions from text, samples-10/ (15 of 30 on its first run, developed on since)", situation("samples-10")),
    ("State and contradictions from text, samples-11/ (18 of 34 on its first run, developed on since)", situation("samples-11")),
    ("State and contradictions from text, samples-12/ (13 of 34 on its first run, developed on since)", situation("samples-12")),
    ("State and contradictions from text, samples-13/ (23 of 34 on its first run, developed on since)", situation("samples-13")),
    ("State and contradictions from text, samples-14/ (25 of 34 on its first run, developed on since)", situation("samples-14")),
    ("State and contradictions from text, samples-15/ (17 of 34 on its first run, looked at since)", situation("samples-15")),
    ("State and contradictions from text, samples-16/ (21 of 34 on its first run, looked at since)", situation("samples-16")),
    ("Events and their sides, real news read by hand, the half held out", real_news),
    ("Events and states, our own marked texts, the files held out (nothing made by them)", marked_texts),
    ("Feeds, feedparser's cases", feeds),
    ("Copies, wire copies made by us", copies("synthetic", path="news/reuters_2006_2013_sample.jsonl.xz")),
    ("Copies, Telegram pairs (en and ru)", copies("telegram", archive="telegram-pairs")),
    ("Copies, BASIL", copies("basil", archive="basil")),
    ("samples/, against our golden records (tuned on)", samples("samples")),
    ("samples-2/ (developed on)", samples("samples-2")),
    ("samples-3/ (developed on)", samples("samples-3")),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sayso", default="build/release/sayso")
    parser.add_argument("--shared", default=os.environ.get("SAYSO_SHARED", "../shared"))
    parser.add_argument("--threads", default=2, type=int)
    parser.add_argument("--only", help="rows whose name contains this")
    parser.add_argument("--out")
    options = parser.parse_args()
    shared = pathlib.Path(options.shared)
    if not (shared / "tools/scorers").is_dir():
        print("no gold sets at %s: nothing measured (SAYSO_SHARED names the folder)" % shared)
        return 0
    commit = run(["git", "rev-parse", "--short", "HEAD"]).strip()
    lines = ["# Scores", "", "Written by `make scores`; not typed. Commit %s, %s." % (commit, datetime.date.today().isoformat()),
             "Percent unless a row says \"of\"; the gold sets and scorers are described where they are kept.", "",
             "| set | measured |", "|---|---|"]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.sayso, shared, pathlib.Path(folder), options.threads)
        for title, measure in ROWS:
            if options.only and options.only.lower() not in title.lower():
                continue
            try:
                text = " · ".join("%s %s" % row for row in measure(bench))
            except (RuntimeError, OSError, KeyError, ValueError) as error:
                text, failed = "not measured", failed + 1
                print("%s: %s" % (title, error), file=sys.stderr)
            print("%-40s %s" % (title, text), flush=True)
            lines.append("| %s | %s |" % (title, text))
    if options.out and not options.only:
        pathlib.Path(options.out).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
