#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the first inputs of the fuzz targets: seeds.py FOLDER makes FOLDER/TARGET/NAME. Our own words."""
import gzip
import json
import pathlib
import sys
import zlib

PAGE = b"<html><head><title>Port shut</title></head><body><article><h1>Port shut</h1><p>The port was shut on Monday, officials said.</p></article></body></html>"
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

SEEDS = {
    "warc": [b"\0" + plain + packed, b"\0" + gzip.compress(plain, mtime=0) + gzip.compress(packed, mtime=0),
             b"\0" + record(b"revisit", HTTP + b"\r\n") + record(b"conversion", b"He said no.", b"text/plain"),
             b"\1" + lines, b"\2From a@b Mon\n" + mail + b"\nFrom c@d Tue\n" + mail, b"\3" + gzip.compress(PAGE, mtime=0)],
    "feed": [b"\0" + rss, b"\0" + atom, b"\0" + sitemap, b"\0" + json_feed, b"\1" + ninjs, b"\2" + newsml, b"\3" + lines],
    "mail": [mail],
    "unpack": [b"\0" + gzip.compress(PAGE, mtime=0), b"\1" + zlib.compress(PAGE), b"\x10" + chunked(gzip.compress(PAGE, mtime=0)),
               b"\x02\x28\xb5\x2f\xfd\x04\x00\x21\x00\x00abcd", b"\x03\x0b\x02\x80abcde\x03", b"\0" + HTTP + b"\r\n"],
}

if __name__ == "__main__":
    for target, inputs in SEEDS.items():
        folder = pathlib.Path(sys.argv[1], target)
        folder.mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(inputs):
            (folder / ("seed-%d" % number)).write_bytes(data)
