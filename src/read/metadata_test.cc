// SPDX-License-Identifier: Apache-2.0
#include "read/metadata.h"

#include <doctest/doctest.h>

#include "read/read_test_util.h"

namespace sayso {
namespace {

using read::test::read_one;

const std::string kText =
    "<p>The harbour of Tarvik was closed on Monday after a second blast damaged two of its cranes, "
    "the "
    "harbour master said.</p><p>Ships that were to load grain had been told to wait outside the "
    "breakwater until divers had looked at the quay, he added.</p><p>No one was hurt, according to "
    "the "
    "fire service, which is still looking for the cause of both of the explosions.</p>";

Document page(const std::string& head, const std::string& above) {
  return read_one("<html lang=en><head><title>Second blast shuts Tarvik harbour</title>" + head +
                      "</head><body><article><h1>Second blast shuts Tarvik harbour</h1>" + above +
                      kText + "</article></body></html>",
                  InputFormat::html);
}
std::string published(const Document& d) {
  return d.provenance.published_at ? format_timestamp(*d.provenance.published_at) : "-";
}
std::string authors(const Document& d) {
  std::string out;
  for (const std::string& name : d.provenance.authors) {
    out += (out.empty() ? "" : "; ") + name;
  }
  return out;
}
FoundIn where(const Document& d, ProvenanceField field) {
  return d.provenance.found_in(field);
}
bool noted(const Document& d, const std::string& code) {
  for (const Note& note : d.notes) {
    if (note.code == code) {
      return true;
    }
  }
  return false;
}
const std::string kLd = "<script type='application/ld+json'>";

TEST_CASE("each field says where it was found") {
  const Document d = page(
      "<link rel=canonical href='https://harbourpost.example/a'><meta property=og:site_name "
      "content='Harbour Post'><meta property='article:section' content=World>" +
          kLd +
          "{\"@graph\":[{\"@type\":\"Person\",\"@id\":\"#ann\",\"name\":\"Ann Lee\"},{\"@type\":"
          "\"NewsArticle\",\"headline\":\"x\",\"author\":{\"@id\":\"#ann\"},\"datePublished\":"
          "\"2022-07-28T09:30:00Z\",\"dateModified\":\"2022-07-28T11:00:00Z\"}]}</script>",
      "");
  CHECK(authors(d) == "Ann Lee");
  CHECK(where(d, ProvenanceField::authors) == FoundIn::json_ld);
  CHECK(where(d, ProvenanceField::published_at) == FoundIn::json_ld);
  CHECK(where(d, ProvenanceField::modified_at) == FoundIn::json_ld);
  CHECK(where(d, ProvenanceField::outlet) == FoundIn::open_graph);
  CHECK(where(d, ProvenanceField::section) == FoundIn::open_graph);
  CHECK(where(d, ProvenanceField::url) == FoundIn::meta);
  CHECK(where(d, ProvenanceField::title) == FoundIn::heading);
  CHECK(where(d, ProvenanceField::language) == FoundIn::meta);
}

TEST_CASE("a moment in UTC takes the zone in which the page shows it") {
  const std::string meta =
      "<meta property='article:published_time' content='2022-07-29T01:06:51Z'>";
  CHECK(published(page(meta, "<div class=date>July 28, 2022 9:06 PM</div>")) ==
        "2022-07-28T21:06:51-04:00");
  CHECK(published(page(meta, "<div class=date>July 28, 2022</div>")) ==
        "2022-07-28T23:06:51-02:00");
  CHECK(published(page(meta, "<div class=date>July 29, 2022</div>")) == "2022-07-29T01:06:51Z");
}

TEST_CASE("a day shown beside the headline wins over the markup's, unless it is one of a change") {
  const std::string meta =
      "<meta property='article:published_time' content='2019-11-25T13:00:00Z'>"
      "<meta property='article:modified_time' content='2022-07-28T06:20:00Z'>";
  const Document d = page(meta, "<div>By Ann Lee</div><div>28 July 2022</div>");
  CHECK(published(d) == "2022-07-28T06:20:00Z");
  CHECK(noted(d, "dates_differ"));
  CHECK(published(page(meta, "<div>Updated 28 July 2022</div>")) == "2019-11-25T13:00:00Z");
  CHECK(published(page(meta, "<div>Last updated</div><div>28 July 2022</div>")) ==
        "2019-11-25T13:00:00Z");
  CHECK(published(page("", "<div>Updated: Aug 3, 2022 | Published: Jul 28, 2022</div>")) ==
        "2022-07-28");
}

TEST_CASE("a labelled date far from the headline, where nothing else is said") {
  std::string more;
  for (int i = 0; i < 60; ++i) {
    more += kText;
  }
  CHECK(published(page("", more + "<p>Last updated: July 28, 2022</p>")) == "2022-07-28");
  CHECK(published(page("", more + "<p>Posted on July 28, 2022</p><p>Jan 5, 2021</p>")) ==
        "2022-07-28");
  CHECK(published(page("", more + "<div>Jan 5, 2021</div><div>Jan 6, 2021</div>")) == "-");
}

TEST_CASE("implausible dates are refused, and said so") {
  const Document d = page("<meta property='article:published_time' content='0001-01-01T00:00:00Z'>",
                          "<time datetime='2022-07-28'>28 July</time>");
  CHECK(published(d) == "2022-07-28");
  CHECK(noted(d, "bad_date"));
  CHECK(published(page("<meta name=date content='1970-01-01'>", "")) == "-");
}

TEST_CASE("authors: markup at its word, persons on the page, never the site beside them") {
  CHECK(authors(page("<meta name=author content='By Ann Lee, Ph.D. and Bo Chen'>", "")) ==
        "Ann Lee, Ph.D.; Bo Chen");
  CHECK(authors(page("<meta name=author content=admin>", "<a rel=author href=/x>Ann Lee</a>")) ==
        "Ann Lee");
  CHECK(authors(page("", "<p><a href='/authors/ann-lee'>Ann Lee</a></p>")) == "Ann Lee");
  CHECK(authors(page("", "<div>Written by</div><div>Ann Lee</div>")) == "Ann Lee");
  CHECK(authors(page("", "<div class=author-name>Ann Lee July 28, 2022</div>")) == "Ann Lee");
  CHECK(authors(page("", "<div class=byline>Ann Lee Ann Lee</div>")) == "Ann Lee");
  CHECK(authors(page("<meta property=og:site_name content='Harbour Post'><meta name=author "
                     "content='Ann Lee, Harbour Post'>",
                     "")) == "Ann Lee");
  CHECK(authors(page("<meta property=og:site_name content='Harbour Post'><meta name=author "
                     "content='Harbour Post'>",
                     "")) == "Harbour Post");
  CHECK(authors(page("<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 "
                     "content='Ann Lee'>",
                     "")) == "Ann Lee");
}

TEST_CASE("a paywall, said in the markup or by a prompt at the end") {
  CHECK(page(kLd + "{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":\"False\"}</script>", "")
            .provenance.paywalled);
  CHECK(page("<meta property='article:content_tier' content=locked>", "").provenance.paywalled);
  CHECK_FALSE(page("", "").provenance.paywalled);
  const Document d = read_one(
      "Harbour closed\n\nThe harbour was closed on Monday, the mayor said, "
      "after a second blast.\n\nSubscribe to continue reading\n");
  CHECK(d.provenance.paywalled);
  CHECK(noted(d, "paywall"));
}

}  // namespace
}  // namespace sayso
