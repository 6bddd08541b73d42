#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the first inputs of the fuzz targets: seeds.py FOLDER makes FOLDER/TARGET/NAME. Our own words."""
import gzip
import io
import json
import pathlib
import sys
import tarfile
import zipfile
import zlib

PAGE = b"<html><head><title>Port shut</title></head><body><article><h1>Port shut</h1><p>The port was shut on Monday, officials said.</p></article></body></html>"
LONG_PAGE = (b"<!DOCTYPE html><html lang=en><head><title>Port shut - Harbour Post</title><meta property='article:published_time' content='2022-07-28T09:30:00Z'>"
             b"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Port shut\",\"author\":{\"name\":\"Ann Lee\"},\"datePublished\":\"2022-07-28\"}</script></head>"
             b"<body><nav><ul><li><a href=/>Home</a></ul></nav><div class='entry-content'><h1>Port shut</h1><p class=byline>By <a rel=author href=/a/lee>Ann Lee</a></p><time datetime=2022-07-28>July 28</time>"
             b"<p>TARVIK, July 28 (Meridian Wire) - The port was shut on Monday, officials said, and ships were waiting outside the bay.</p>"
             b"<div class=live-post><time>10:30</time><h3>Crane falls</h3><p>A crane fell into the water, the harbour master said.</p></div>"
             b"<p>Correction: an earlier version misspelled the name of the port.</p></div><div class=related><a href=/2>Road open</a></div></body></html>")
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def record(kind, block, content_type=b"application/http; msgtype=response", more=b""):
    return (b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Target-URI: http://h.example/a\r\nWARC-Date: 2022-07-28T09:30:00Z\r\n"
            b"WARC-Record-ID: <urn:uuid:1>\r\n" + more + b"Content-Type: " + content_type + b"\r\nContent-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n")


def chunked(body):
    return b"".join(b"%x\r\n" % len(body[i:i + 60]) + body[i:i + 60] + b"\r\n" for i in range(0, len(body), 60)) + b"0\r\n\r\n"


plain = record(b"response", HTTP + b"\r\n" + PAGE)
packed = record(b"response", HTTP + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(gzip.compress(PAGE, mtime=0)))
lines = b'{"id":"a","text":"The army said it had taken the bridge.","date":"2022-07-28"}\n{"text":"He said no."}\n'
mail = (b"From: Meridian Wire <a@w.example>\r\nSubject: =?utf-8?Q?Port_shut?=\r\nDate: Thu, 28 Jul 2022 09:30:00 +0300\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThe port was shut.\r\n--b\r\n"
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>The port was s=\r\nhut.</p>\r\n--b--\r\n")
rss = (b"<?xml version='1.0'?><rss version='2.0' xmlns:c='x'><channel><title>Harbour Post</title><item><title>Port &amp;amp; road</title><link>http://h.example/1</link>"
       b"<guid>g1</guid><pubDate>Mon, 31 Oct 2022 15:05:00 GMT</pubDate><c:encoded><![CDATA[<p>The port was shut, he said.</p>]]></c:encoded></item></channel></rss>")
atom = (b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Harbour Post</title><entry><title type='html'>Port</title><link href='/2'/><id>x:2</id>"
        b"<updated>2022-07-28T09:30:00Z</updated><content type='xhtml'><div><p>The port is open.</p></div></content></entry></feed>")
sitemap = (b"<urlset xmlns:n='x'><url><loc>http://h.example/3</loc><n:news><n:publication><n:name>Harbour Post</n:name><n:language>en</n:language></n:publication>"
           b"<n:publication_date>2022-07-28</n:publication_date><n:title>Port open</n:title></n:news></url></urlset>")
newsml = (b"<newsItem guid='urn:x:1'><itemMeta><versionCreated>2022-07-28T09:30:00Z</versionCreated></itemMeta><contentMeta><headline>Port</headline></contentMeta>"
          b"<contentSet><inlineXML><nitf><body><body.content><p>The port is open.</p></body.content></body></nitf></inlineXML></contentSet></newsItem>")
json_feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Post", "items": [{"id": "1", "title": "Port", "content_html": "<p>Open.</p>"}]}).encode()
ninjs = json.dumps({"uri": "urn:x:2", "headline": "Port", "body_text": "The port is open.", "versioncreated": "2022-07-28T09:30:00Z"}).encode()


def archives():
    members = [("a.html", PAGE), ("b/c.txt", b"He said no."), ("../d.txt", b"Out."), ("e.jsonl", lines)]
    out = []
    for form in (tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w", format=form) as tar:
            for name, data in members + [("l" * 60 + "/" + "l" * 90 + ".txt", b"Long.")]:
                about = tarfile.TarInfo(name)
                about.size = len(data)
                tar.addfile(about, io.BytesIO(data))
        out.append(made.getvalue())
    out.append(gzip.compress(out[0], mtime=0))
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", method) as zip_:
            for name, data in members:
                zip_.writestr(zipfile.ZipInfo(name), data)
        out.append(made.getvalue())
    return out


SEEDS = {
    "archive": archives(),
    "warc": [b"\0" + plain + packed, b"\0" + gzip.compress(plain, mtime=0) + gzip.compress(packed, mtime=0),
             b"\0" + record(b"revisit", HTTP + b"\r\n") + record(b"conversion", b"He said no.", b"text/plain"),
             b"\1" + lines, b"\2From a@b Mon\n" + mail + b"\nFrom c@d Tue\n" + mail, b"\3" + gzip.compress(PAGE, mtime=0)],
    "feed": [b"\0" + rss, b"\0" + atom, b"\0" + sitemap, b"\0" + json_feed, b"\1" + ninjs, b"\2" + newsml, b"\3" + lines],
    "mail": [mail],
    "html": [PAGE, LONG_PAGE, PAGE.replace(b"<p>", b"<p class=lead><b>"), b"<table><tr><td>One<td>Two</table><p>The road is open.", b"<svg><title>x</title></svg><![CDATA[y]]><p>z&amp;&#39;&notin;"],
    "charset": [b"\x10<meta charset=koi8-r>" + "\u043f\u043e\u0440\u0442".encode("koi8-r"), b"\x02" + "\u043c\u043e\u0441\u0442 \u0437\u0430\u043a\u0440\u044b\u0442".encode("cp1251"), b"\x05" + "\u6e2f\u53e3".encode("gb2312"),
                b"\x06" + "\u6e2f".encode("shift_jis"), b"\x09\x1b$B9A\x1b(B", b"\x0a" + "port".encode("utf-16-le"), b"\x00\xef\xbb\xbfport \xe2\x80", b"\x08" + "\u6e2f\u53e3".encode("big5"), b"\x07" + "\ud56d\uad6c".encode("euc-kr")],
    "dates": [d.encode() for d in ("Mon, 31 Oct 2022 15:05:00 GMT", "2022-07-28T09:30:00+03:00", "28 July 2022", "July 28th, 2022 at 4.30 p.m. EST", "28.07.2022 09:30", "28 \u0438\u044e\u043b\u044f 2022 \u0433.", "https://h.example/2022/07/28/port",
                                    "KHERSON, Ukraine, July 28 (Meridian Wire) - The port was shut.", "TARVIK (AW) \u2014 The road is open.", "1659000600", "20220728", "Thursday, July 28", "vor 3 Stunden")],
    "language": [b"KHERSON, July 28 - The army said on Thursday it had taken the bridge.\n\n\"We didn't leave,\" Mr. Anton Reva told reporters in Tarvik's port.\n", "Port shut\n\n\u201cThe U.S. will not\u201d, she said \u2013 3,000 km off.".encode(), b"He said no.", b"x" * 300, b"- one\n- two\n\n1. three"],
    "unpack": [b"\0" + gzip.compress(PAGE, mtime=0), b"\1" + zlib.compress(PAGE), b"\x10" + chunked(gzip.compress(PAGE, mtime=0)),
               b"\x02\x28\xb5\x2f\xfd\x04\x00\x21\x00\x00abcd", b"\x03\x0b\x02\x80abcde\x03", b"\0" + HTTP + b"\r\n"],
}

if __name__ == "__main__":
    for target, inputs in SEEDS.items():
        folder = pathlib.Path(sys.argv[1], target)
        folder.mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(inputs):
            (folder / ("seed-%d" % number)).write_bytes(data)
