// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <doctest/doctest.h>

#include "read/read_test_util.h"

namespace sayso {
namespace {

using read::test::blocks_of;
using read::test::read_all;
using read::test::title_of;

TEST_CASE("RSS: one document an entry, the fullest text of each") {
  const auto docs = read_all(
      "<?xml version='1.0'?>"
      "<rss version='2.0' xmlns:content='c' xmlns:dc='d'><channel><title>Harbour Post: "
      "World</title>"
      "<language>en-gb</language>"
      "<item><title>Port shut &amp;amp; guarded</title><link>https://h.example/1</link>"
      "<guid>g1</guid><pubDate>Mon, 31 Oct 2022 15:05:00 GMT</pubDate><dc:creator>Ann "
      "Lee</dc:creator>"
      "<description>Short.</description><content:encoded><![CDATA[<p>TARVIK, Oct. 31 (Reuters) - "
      "The "
      "port was shut, officials said.</p><p>Nobody was hurt.</p>]]></content:encoded></item>"
      "<item><title>Second</title><description>Only a &lt;b&gt;summary&lt;/b&gt; of what was "
      "said.</description>"
      "</item></channel></rss>",
      InputFormat::feed);
  REQUIRE(docs.size() == 2);
  CHECK(
      blocks_of(docs[0]) ==
      "headline: Port shut & guarded\ndateline: TARVIK, Oct. 31 (Reuters)\nparagraph: The port was "
      "shut, officials said.\nparagraph: Nobody was hurt.\n");
  CHECK(docs[0].id == "g1");
  CHECK(docs[0].provenance.outlet == "Harbour Post");
  CHECK(docs[0].provenance.authors == std::vector<std::string>{"Ann Lee"});
  CHECK(format_timestamp(*docs[0].provenance.published_at) == "2022-10-31T15:05:00Z");
  CHECK(blocks_of(docs[1]) == "headline: Second\nparagraph: Only a summary of what was said.\n");
}

TEST_CASE("Atom with inline XHTML, RDF, JSON Feed") {
  const auto atom = read_all(
      "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>Harbour "
      "Post</title><entry><title "
      "type='html'>Port &amp;lt;open&amp;gt;</title><link rel='alternate' "
      "href='https://h.example/2'/><id>x:2"
      "</id><published>2022-07-28T09:30:00Z</published><author><name>Bo "
      "Chen</name></author><content "
      "type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>The port is open again, he "
      "said.</p>"
      "</div></content></entry></feed>",
      InputFormat::feed);
  REQUIRE(atom.size() == 1);
  CHECK(blocks_of(atom[0]) ==
        "headline: Port <open>\nparagraph: The port is open again, he said.\n");
  CHECK(atom[0].provenance.url == "https://h.example/2");
  const auto rdf = read_all(
      "<rdf:RDF xmlns:rdf='r' xmlns='s' "
      "xmlns:dc='d'><channel><title>HP</title></channel><item><title>T of "
      "it</title><description>The port is open, he "
      "said.</description><dc:date>2022-07-28</dc:date></item>"
      "</rdf:RDF>",
      InputFormat::feed);
  REQUIRE(rdf.size() == 1);
  CHECK(format_timestamp(*rdf[0].provenance.published_at) == "2022-07-28");
  const auto json = read_all(
      R"({"version":"https://jsonfeed.org/version/1.1","title":"HP","items":[{"id":"1","title":"T",)"
      R"("content_html":"<p>The port is open, he said.</p>","date_published":"2022-07-28T10:00:00Z"}]})",
      InputFormat::feed);
  REQUIRE(json.size() == 1);
  CHECK(json[0].provenance.outlet == "HP");
  CHECK(read_all("<rss><channel><title>x", InputFormat::feed)[0].notes[0].code == "bad_record");
}

TEST_CASE("ninjs of all three generations") {
  const auto one = read_all(
      R"({"uri":"u:1","type":"text","headline":"Port shut","byline":"By Ann Lee","language":"en",)"
      R"("versioncreated":"2022-11-12T13:25:00Z","body_xhtml":"<p>The port was shut, he said.</p>"})",
      InputFormat::ninjs);
  CHECK(blocks_of(one[0]) ==
        "headline: Port shut\nbyline: By Ann Lee\nparagraph: The port was shut, he said.\n");
  CHECK(one[0].provenance.authors == std::vector<std::string>{"Ann Lee"});
  const auto three = read_all(
      R"({"uri":"u:3","headlines":[{"role":"short","value":"Shut"},{"role":"main","value":"Port shut"}],)"
      R"("versionCreated":"2022-11-12T13:25:00Z","bodies":[{"contentType":"text/plain","value":)"
      R"("The port was shut, he said."}],"infoSources":[{"name":"Meridian Wire"}]})",
      InputFormat::ninjs);
  CHECK(title_of(three[0]) == "Port shut");
  CHECK(three[0].provenance.outlet == "Meridian Wire");
  CHECK(read_all("[1", InputFormat::ninjs)[0].notes[0].code == "bad_record");
}

TEST_CASE("NewsML-G2: every news item of a message") {
  const auto docs = read_all(
      "<newsMessage xmlns='n'><itemSet><newsItem guid='urn:1' "
      "xml:lang='en'><itemMeta><provider><name>Meridian "
      "Wire</name></provider><versionCreated>2022-12-08T15:10:00Z</versionCreated></"
      "itemMeta><contentMeta>"
      "<headline>Swap done</headline><byline>By Sade Okafor</byline><dateline>OSLO, Dec 8 "
      "(Meridian Wire) –"
      "</dateline></contentMeta><contentSet><inlineXML "
      "contenttype='application/nitf+xml'><nitf><body>"
      "<body.head><hedline><hl1>Swap done</hl1></hedline></body.head><body.content><p>They met, "
      "she said.</p>"
      "<hl2>Later</hl2><p>He left on the same day, she "
      "said.</p></body.content></body></nitf></inlineXML>"
      "</contentSet></newsItem></itemSet></newsMessage>",
      InputFormat::newsml);
  REQUIRE(docs.size() == 1);
  CHECK(blocks_of(docs[0]) ==
        "headline: Swap done\nbyline: By Sade Okafor\ndateline: OSLO, Dec 8 (Meridian Wire) "
        "–\nparagraph: "
        "They met, she said.\nheading: Later\nparagraph: He left on the same day, she said.\n");
  CHECK(docs[0].provenance.outlet == "Meridian Wire");
}

TEST_CASE("hostile XML: entities are not expanded, depth does not matter") {
  std::string deep = "<rss><channel><item><title>T of it</title><description>";
  for (int i = 0; i < 20000; ++i) {
    deep += "<a>";
  }
  CHECK_FALSE(read_all(deep, InputFormat::feed).empty());
  const auto docs = read_all(
      "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>A "
      "title</title>"
      "<description>Read &e; and more, he said.</description></item></channel></rss>",
      InputFormat::feed);
  CHECK(docs[0].text.empty());
}

TEST_CASE("a document type of the feed's own is refused, one elsewhere is not fetched") {
  std::string bomb = "<?xml version='1.0'?><!-- a > --><!DOCTYPE rss [<!ENTITY a0 'ha'>";
  for (int i = 1; i < 30; ++i) {
    const std::string before = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " '" + before + before + "'>";
  }
  const std::string feed =
      "<rss><channel><item><title>&a29; &x;</title>"
      "<description>The port was shut, he said.</description></item></channel></rss>";
  for (const InputFormat format : {InputFormat::feed, InputFormat::newsml}) {
    const auto docs = read_all(bomb + "<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + feed, format);
    REQUIRE(docs.size() == 1);
    CHECK(docs[0].text.empty());
    CHECK(gave_nothing(docs[0]));
    CHECK(docs[0].notes[0].code == "bad_record");
  }
  const auto old = read_all("<!DOCTYPE rss PUBLIC '-//N//DTD' 'http://h.example/x.dtd'>" + feed,
                            InputFormat::feed);
  REQUIRE(old.size() == 1);
  CHECK(old[0].text.find("The port was shut") != std::string::npos);
  CHECK(std::any_of(old[0].notes.begin(), old[0].notes.end(),
                    [](const Note& n) { return n.code == "doctype_ignored"; }));
}

TEST_CASE("feeds without end: 50,000 entries are read, the last says how many were not") {
  std::string feed = "<rss><channel>";
  for (int i = 0; i < 50003; ++i) {
    feed += "<item/>";
  }
  auto reader = Reader::make(read::test::knowledge(), {});
  REQUIRE(reader);
  RawReport report;
  report.bytes = feed + "</channel></rss>";
  report.format = InputFormat::feed;
  const auto docs = (*reader)->read(std::move(report));
  REQUIRE(docs.size() == 50000);
  CHECK(docs.back().notes.back().code == "cut");
  CHECK(docs.back().notes.back().detail.starts_with("3 more"));
}

TEST_CASE("feeds: words of other vocabularies are not taken") {
  const auto other = read_all(
      "<rss version='2.0' xmlns:x='u' xmlns:fb='f' xml:base='https://h.example/a/'><channel>"
      "<title>Harbour Post</title><managingEditor>ann@h.example (Ann Lee)</managingEditor><item>"
      "<x:title>no</x:title><title>Port &amp;amp; road don&#146;t close</title>"
      "<x:description>a longer text that is not this feed's own</x:description>"
      "<description>Shut, he said.</description><link>../1</link>"
      "<fb:origLink>https://h.example/real/1</fb:origLink></item>"
      "<item><title>Two</title><link>../2</link><description>Open, she said.</description>"
      "</item></channel></rss>",
      InputFormat::feed);
  REQUIRE(other.size() == 2);
  CHECK(blocks_of(other[0]) == "headline: Port & road don’t close\nparagraph: Shut, he said.\n");
  CHECK(other[0].provenance.url == "https://h.example/real/1");
  CHECK(other[0].provenance.authors == std::vector<std::string>{"Ann Lee"});
  CHECK(other[1].provenance.url == "https://h.example/2");
}

TEST_CASE("sitemaps: addresses with the news extension; a list of sitemaps says so") {
  const auto docs = read_all(
      "<urlset xmlns='s' xmlns:news='n'><url><loc>https://h.example/3</loc><news:news>"
      "<news:publication><news:name>Harbour Post</news:name><news:language>en</news:language>"
      "</news:publication><news:publication_date>2022-07-28T09:30:00Z</news:publication_date>"
      "<news:title>The port is open again</news:title></news:news></url></urlset>",
      InputFormat::feed);
  REQUIRE(docs.size() == 1);
  CHECK(docs[0].provenance.url == "https://h.example/3");
  CHECK(docs[0].provenance.outlet == "Harbour Post");
  CHECK(format_timestamp(*docs[0].provenance.published_at) == "2022-07-28T09:30:00Z");
  CHECK(title_of(docs[0]) == "The port is open again");
  CHECK_FALSE(gave_nothing(docs[0]));
  const auto index = read_all(
      "<sitemapindex><sitemap><loc>https://h.example/s1.xml</loc></sitemap></sitemapindex>",
      InputFormat::feed);
  REQUIRE(index.size() == 1);
  CHECK(gave_nothing(index[0]));
  CHECK(index[0].notes[0].detail.find("1 sitemaps") != std::string::npos);
}

}  // namespace
}  // namespace sayso
