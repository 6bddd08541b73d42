#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fetching, through the program, against a server of our own on loopback: web.py SAYSO

Nothing outside this machine is asked.
"""
import gzip
import http.server
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import unittest

SAYSO = sys.argv.pop(1)
PAGE = """<html><head><title>%(title)s</title><link rel="canonical" href="%(url)s"></head><body><nav><a href="/">Home</a></nav><article><h1>%(title)s</h1>
<p>The port of Tarvik was closed on %(day)s after a storm had damaged two cranes, the harbour master said in a statement.</p>
<p>Officials said the ministry had sent engineers to look at the damage, and that ships were waiting outside the bay.</p></article></body></html>"""


def rss(items, title="Harbour Post"):
    entries = "".join("<item><title>%s</title><link>%s</link><guid>%s</guid><pubDate>Thu, 28 Jul 2022 09:%02d:00 GMT</pubDate><description>%s</description></item>"
                      % (t, link, guid, i, d) for i, (t, link, guid, d) in enumerate(items))
    return "<?xml version='1.0'?><rss version='2.0'><channel><title>%s</title>%s</channel></rss>" % (title, entries)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        s = self.server
        s.asked.append((self.path, dict(self.headers)))
        answer = s.pages.get(self.path)
        if answer is None:
            return self.send(404, b"no such page")
        return answer(self) if callable(answer) else self.send(200, answer.encode())

    def send(self, status, body, content_type="text/html; charset=utf-8", **headers):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


class Web(unittest.TestCase):
    def setUp(self):
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.pages, self.server.asked = {}, []
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.at = "http://127.0.0.1:%d" % self.server.server_port
        self.folder = tempfile.TemporaryDirectory()
        self.db = str(pathlib.Path(self.folder.name, "web.db"))

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()

    def run_sayso(self, *arguments, private=True, code=None):
        command = [SAYSO, *map(str, arguments), "--db", self.db]
        if arguments[0] in ("ingest", "watch"):
            command += ["--delay", "0"] + (["--allow-private"] if private else [])
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        if code is not None:
            self.assertEqual(done.returncode, code, done.stderr)
        return done

    def reports(self):
        done = self.run_sayso("export", "--what", "reports", "--as", "json")
        return json.loads(done.stdout or "[]")

    def health(self):
        return {row["address"]: row for row in json.loads(self.run_sayso("sources", "--health", "--format", "json").stdout)}

    def paths(self):
        return [path for path, _ in self.server.asked]

    # ---- what is fetched
    def test_page(self):
        self.server.pages["/a"] = PAGE % {"title": "Port shut", "url": "/a", "day": "Monday"}
        self.run_sayso("ingest", self.at + "/a", code=0)
        rows = self.reports()
        self.assertEqual([(r["title"], r["url"]) for r in rows], [("Port shut", self.at + "/a")])

    def test_feed_then_not_modified(self):
        feed = rss([("Port shut", "/1", "g1", "The harbour master said the port was shut."), ("Road open", "/2", "g2", "The mayor said the road was open.")])

        def answer(h):
            if h.headers.get("If-None-Match") == '"v1"' and h.headers.get("If-Modified-Since"):
                return h.send(304, b"")
            return h.send(200, feed.encode(), "application/rss+xml", ETag='"v1"', Last_Modified="Thu, 28 Jul 2022 09:30:00 GMT")
        self.server.pages["/feed"] = answer
        self.run_sayso("ingest", self.at + "/feed", code=0)
        self.assertEqual(sorted(r["url"] for r in self.reports()), [self.at + "/1", self.at + "/2"])
        again = self.run_sayso("ingest", self.at + "/feed", code=0)
        self.assertIn("0 new", again.stderr)
        row = self.health()[self.at + "/feed"]
        self.assertEqual((row["status"], row["successes"], row["reports"], row["title"], row["works"]), (304, 2, 2, "Harbour Post", 1))

    def test_follow(self):
        self.server.pages["/feed"] = rss([("Port shut", "/1", "g1", "Shut, he said."), ("Gone", "/2", "g2", "Nothing, she said.")])
        self.server.pages["/1"] = PAGE % {"title": "Port shut", "url": self.at + "/1", "day": "Monday"}
        done = self.run_sayso("ingest", self.at + "/feed", "--follow", code=1)
        self.assertIn("404", done.stderr)
        one = [r for r in self.reports() if r["url"] == self.at + "/1"]
        self.assertTrue(one)
        self.assertIn("/1", self.paths())
        self.assertEqual(self.health()[self.at + "/2"]["failing"], 1)
        self.assertEqual(self.paths().count("/robots.txt"), 1)

    def test_transfer_forms(self):
        page = (PAGE % {"title": "Packed", "url": "/z", "day": "Monday"}).encode()

        def chunked(h):
            h.send_response(200)
            h.send_header("Content-Type", "text/html")
            h.send_header("Transfer-Encoding", "chunked")
            h.end_headers()
            for i in range(0, len(page), 100):
                h.wfile.write(b"%x\r\n" % len(page[i:i + 100]) + page[i:i + 100] + b"\r\n")
            h.wfile.write(b"0\r\n\r\n")
        self.server.pages["/chunked"] = chunked
        self.server.pages["/packed"] = lambda h: h.send(200, gzip.compress(page), Content_Encoding="gzip")
        self.server.pages["/sitemap.xml.gz"] = lambda h: h.send(200, gzip.compress((
            "<urlset xmlns:n='x'><url><loc>%s/9</loc><n:news><n:publication><n:name>Harbour Post</n:name></n:publication>"
            "<n:publication_date>2022-07-28</n:publication_date><n:title>The port is open again</n:title></n:news></url></urlset>" % self.at).encode()), "application/gzip")
        self.run_sayso("ingest", self.at + "/chunked", self.at + "/packed", self.at + "/sitemap.xml.gz", code=0)
        self.assertEqual(sorted(r["title"] for r in self.reports()), ["Packed", "The port is open again"])

    # ---- what is not
    def test_loopback_is_refused(self):
        done = self.run_sayso("ingest", self.at + "/a", private=False, code=1)
        self.assertIn("loopback", done.stderr)
        self.assertEqual(self.server.asked, [])

    def test_redirects(self):
        self.server.pages["/old"] = lambda h: h.send(301, b"", Location="/new")
        self.server.pages["/new"] = PAGE % {"title": "Moved here", "url": "/new", "day": "Monday"}
        self.server.pages["/loop"] = lambda h: h.send(302, b"", Location="/loop")
        self.server.pages["/file"] = lambda h: h.send(302, b"", Location="file:///etc/passwd")
        done = self.run_sayso("ingest", self.at + "/old", self.at + "/loop", self.at + "/file", code=1)
        self.assertIn("redirects", done.stderr)
        self.assertIn("not an address of http", done.stderr)
        health = self.health()
        self.assertEqual(health[self.at + "/old"]["moved_to"], self.at + "/new")
        self.server.asked.clear()
        self.run_sayso("ingest", self.at + "/old", code=0)
        self.assertIn("/new", self.paths())
        self.assertNotIn("/old", self.paths())

    def test_robots(self):
        self.server.pages["/robots.txt"] = lambda h: h.send(200, b"User-agent: sayso\nDisallow: /private\n", "text/plain")
        for path in ("/private/a", "/open"):
            self.server.pages[path] = PAGE % {"title": path, "url": path, "day": "Monday"}
        self.server.pages["/jump"] = lambda h: h.send(302, b"", Location="/private/a")
        done = self.run_sayso("ingest", self.at + "/private/a", self.at + "/open", self.at + "/jump", code=1)
        self.assertEqual(done.stderr.count("robots.txt does not allow it"), 2)
        self.assertNotIn("/private/a", self.paths())
        self.assertEqual([r["title"] for r in self.reports()], ["/open"])

    def test_robots_unreachable(self):
        self.server.pages["/robots.txt"] = lambda h: h.send(503, b"later")
        self.server.pages["/a"] = PAGE % {"title": "A", "url": "/a", "day": "Monday"}
        done = self.run_sayso("ingest", self.at + "/a", code=1)
        self.assertIn("robots.txt", done.stderr)
        self.assertNotIn("/a", self.paths())

    def test_slow_oversize_broken(self):
        def slow(h):
            h.send_response(200)
            h.send_header("Content-Length", "1000")
            h.end_headers()
            for _ in range(100):
                try:
                    h.wfile.write(b"x")
                    h.wfile.flush()
                except OSError:
                    return
                time.sleep(0.1)

        blanks = gzip.compress(b" " * (64 << 20))  # made beforehand: the server must not be what is slow

        def bomb(h):
            return h.send(200, blanks, Content_Encoding="gzip")

        def cut(h):
            h.send_response(200)
            h.send_header("Content-Length", "1000")
            h.end_headers()
            h.wfile.write(b"<html>")
            h.close_connection = True
        self.server.pages.update({"/slow": slow, "/bomb": bomb, "/cut": cut, "/feed": "<rss><channel><title>Empty</title></channel></rss>",
                                  "/headers": lambda h: h.send(200, b"x", X="y" * 400000),
                                  "/good": PAGE % {"title": "Good", "url": "/good", "day": "Monday"}})
        names = ["/slow", "/bomb", "/cut", "/feed", "/headers", "/good"]
        done = self.run_sayso("ingest", *[self.at + n for n in names], "--timeout", "3", code=1)
        health = self.health()
        for name in names[:-1]:
            row = health[self.at + name]
            self.assertEqual((row["works"], row["failing"]), (0, 1), name)
            self.assertTrue(row["failure"], name)
            self.assertIn(self.at + name, done.stderr)
        self.assertIn("limit", health[self.at + "/bomb"]["failure"])
        self.assertEqual(health[self.at + "/good"]["works"], 1)
        self.assertEqual([r["title"] for r in self.reports()], ["Good"])
        table = self.run_sayso("sources", "--health", code=0).stdout
        self.assertIn("fails, 1×", table)
        self.assertIn("works", table)

    # ---- watching
    def test_watch_adapts(self):
        items = [("Port shut", "/1", "g1", "The harbour master said the port was shut.")]
        self.server.pages["/feed"] = lambda h: h.send(200, rss(items).encode(), "application/rss+xml")
        self.server.pages["/bad"] = lambda h: h.send(500, b"", Retry_After="7200")
        self.server.pages["/gone"] = lambda h: h.send(410, b"")
        opml = pathlib.Path(self.folder.name, "feeds.opml")
        opml.write_text("<opml><body><outline text='All'>%s</outline></body></opml>" % "".join("<outline xmlUrl='%s%s'/>" % (self.at, p) for p in ("/feed", "/bad", "/gone")))
        self.run_sayso("watch", opml, "--once", code=1)
        first = self.health()
        self.assertEqual(first[self.at + "/feed"]["interval_s"], 900)
        self.assertGreaterEqual(first[self.at + "/bad"]["interval_s"], 7200)
        self.assertGreater(first[self.at + "/gone"]["interval_s"], 86400)
        self.server.asked.clear()
        done = self.run_sayso("watch", opml, "--once", code=0)  # nothing is due yet
        self.assertEqual(self.server.asked, [], done.stderr)

    def test_watch_goes_on(self):
        items = [("Port shut", "/1", "g1", "The harbour master said the port was shut.")]
        self.server.pages["/feed"] = lambda h: h.send(200, rss(items).encode(), "application/rss+xml")
        program = subprocess.Popen([SAYSO, "watch", self.at + "/feed", "--db", self.db, "--allow-private", "--delay", "0", "--least", "1", "--most", "1"],
                                   stderr=subprocess.PIPE, text=True)
        try:
            deadline = time.time() + 60
            while self.paths().count("/feed") < 2 and time.time() < deadline:
                time.sleep(0.1)
            items.append(("Road open", "/2", "g2", "The mayor said the road was open."))
            seen = self.paths().count("/feed")
            while self.paths().count("/feed") < seen + 2 and time.time() < deadline:
                time.sleep(0.1)
        finally:
            program.terminate()
            _, messages = program.communicate(timeout=60)
        self.assertEqual(program.returncode, 0, messages)
        self.assertEqual(sorted(r["title"] for r in self.reports()), ["Port shut", "Road open"])

    # ---- files have a health too
    def test_files(self):
        good, bad = pathlib.Path(self.folder.name, "good.txt"), pathlib.Path(self.folder.name, "bad.xml")
        good.write_text("The mayor said the road was open again after the storm.")
        bad.write_text("<rss><channel></channel></rss>")
        self.run_sayso("ingest", good, bad)
        health = self.health()
        self.assertEqual((health[str(good)]["works"], health[str(bad)]["works"]), (1, 0))
        self.assertIn("without entries", health[str(bad)]["failure"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
