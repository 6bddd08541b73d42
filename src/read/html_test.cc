// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "read/read_test_util.h"

namespace sayso {
namespace {

using read::test::blocks_of;
using read::test::read_one;
using read::test::title_of;

Document page(const std::string& html) {
  return read_one(html, InputFormat::html);
}

const std::string kLead =
    "The harbour of Tarvik was closed on Monday after a second blast damaged two of its cranes, "
    "the "
    "harbour master said.";
const std::string kSecond =
    "Ships that were to load grain had been told to wait outside the breakwater until divers had "
    "looked at the quay, he added.";
const std::string kThird =
    "No one was hurt, according to the fire service, which is still looking for the cause of both "
    "of the explosions.";

std::string body_of(const std::string& inner) {
  return "<!DOCTYPE html><html lang=en><head><title>Harbour closed | Harbour Post</title>"
         "<meta property=og:site_name content='Harbour Post'>"
         "<meta property='article:published_time' content='2022-07-28T09:30:00+03:00'>"
         "<meta name=author content='Ann Lee'></head><body>"
         "<nav><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></nav>" +
         inner + "<footer><p>Copyright Harbour Post. All rights reserved by the owners.</footer>";
}

TEST_CASE("a page: the article and nothing else, with its metadata") {
  const Document d = page(body_of(
      "<article><h1>Harbour closed</h1><div class=byline>By Ann Lee</div><div class=share>Share "
      "this on all the networks you like</div><p>" +
      kLead + "</p><p>" + kSecond +
      "<aside><h3>Most read</h3><ul><li><a href=x>Another story of the day is here</a></ul></aside>"
      "<h2>What is known</h2><p>" +
      kThird +
      "<ul><li>Two cranes are out of use.<li>The grain "
      "terminal stands.</ul><div class='newsletter-signup'><p>Sign up for the best of our stories, "
      "every day in your inbox.</p></div></article>"
      "<section id=comments><p>I was there and saw the whole of it, it was terrible to "
      "see.</p></section>"));
  CHECK(blocks_of(d) == "headline: Harbour closed\nparagraph: " + kLead + "\nparagraph: " +
                            kSecond + "\nheading: What is known\nparagraph: " + kThird +
                            "\nlist_item: Two cranes are out of use.\nlist_item: The grain "
                            "terminal stands.\n");
  CHECK(d.provenance.outlet == "Harbour Post");
  CHECK(d.provenance.authors == std::vector<std::string>{"Ann Lee"});
  CHECK(format_timestamp(*d.provenance.published_at) == "2022-07-28T09:30:00+03:00");
}

TEST_CASE("every byte of the text leads back to the source") {
  const std::string html =
      body_of("<div><p>" + kLead +
              "</p>\n <p>Caf&eacute; owners &amp; <b>others</b>"
              "   were told, &ldquo;wait&rdquo;, the town&#8217;s mayor said on "
              "Monday evening.</p><p>" +
              kThird + "</p></div>");
  const Document d = page(html);
  REQUIRE_FALSE(d.origins.empty());
  const auto source_of = [&](std::size_t at) {
    std::uint32_t source = 0;
    for (const Origin& o : d.origins) {
      if (o.text_begin <= at) {
        source = o.source_begin + static_cast<std::uint32_t>(at - o.text_begin);
      }
    }
    return source;
  };
  for (const std::string& word :
       {std::string("others"), std::string("mayor"), std::string("No one"),
        std::string("were told"), std::string("harbour master")}) {
    const std::size_t at = d.text.find(word);
    REQUIRE(at != std::string::npos);
    CHECK(html.substr(source_of(at), word.size()) == word);
  }
  CHECK(html.substr(source_of(d.text.find("é owners")), 8) == "&eacute;");
}

TEST_CASE("pages without helpful names, with broken markup") {
  const Document d = page(
      "<table><tr><td><a href=1>One</a><br><a href=2>Two</a><td><font size=5><b>Harbour "
      "closed again</b></font><br><br>" +
      kLead + "<br><br>" + kSecond + "<p>" + kThird + "</td></table>");
  CHECK(d.text.find(kLead) != std::string::npos);
  CHECK(d.text.find(kSecond) != std::string::npos);
  CHECK(d.text.find(kThird) != std::string::npos);
  CHECK(d.text.find("Two") == std::string::npos);
}

TEST_CASE("text that a script would move into place, text without blanks") {
  const Document d = page(
      "<html><head><title>Harbour closed</title></head><body><div><h1>Harbour closed</h1><ul><li>" +
      kLead + "</ul><template id='B:0'></template></div><div hidden id='S:0'><div><p>" + kSecond +
      "</p><p>" + kThird + "</p></div></div></body></html>");
  CHECK(d.text.find(kThird) != std::string::npos);
  std::string chinese = "<p>港口星期一关闭，第二次爆炸损坏了两台起重机，港务长说。</p>";
  chinese += "<p>等待装载粮食的船只被告知留在防波堤外，直到潜水员检查了码头。</p>";
  const Document c =
      page("<html><body><ul><li><a href=1>首页</a><li><a href=2>新闻</a></ul><div><div>" + chinese +
           chinese + "</div></div><p>版权所有</body></html>");
  CHECK(c.text.find("潜水员检查了码头") != std::string::npos);
}

TEST_CASE("the text of JSON-LD where the page itself holds none") {
  const Document d = page(
      "<html><head><script type='application/ld+json'>{\"@graph\":[{\"@type\":"
      "\"NewsArticle\",\"headline\":\"Harbour closed\",\"datePublished\":"
      "\"2022-07-28\",\"author\":[{\"name\":\"Ann Lee\"},{\"name\":\"Bo Chen\"}],"
      "\"articleBody\":\"" +
      kLead + "\\n\\n" + kSecond +
      "\"}]}</script></head>"
      "<body><div id=root></div></body></html>");
  CHECK(blocks_of(d) ==
        "headline: Harbour closed\nparagraph: " + kLead + "\nparagraph: " + kSecond + "\n");
  CHECK(d.provenance.authors.size() == 2);
}

TEST_CASE("the structure of the wire inside a page") {
  const Document d =
      page(body_of("<article><h1>Harbour closed</h1><p>TARVIK, July 28 (Reuters) - " + kLead +
                   " Read more</p><p>" + kSecond + "</p><p>" + kThird +
                   "</p><p>(Reporting by Ann Lee; Editing by Bo Chen)</p></article>"));
  CHECK(blocks_of(d) ==
        "headline: Harbour closed\ndateline: TARVIK, July 28 (Reuters)\nparagraph: " + kLead +
            "\nfurniture: Read more\nparagraph: " + kSecond + "\nparagraph: " + kThird +
            "\ncredits: (Reporting by Ann Lee; Editing by Bo Chen)\n");
  CHECK(d.provenance.agency == "Reuters");
}

TEST_CASE("deck, headings and the way down to the page, set as paragraphs") {
  const Document d =
      page(body_of("<article><h1>Harbour closed</h1><p>News > World > Tarvik > Harbour closed</p>"
                   "<p>Two cranes are damaged as a second blast shakes the port</p><p>" +
                   kLead + "</p><p>Ships wait outside</p><p>" + kSecond +
                   "</p><p>Sign in to your Post account</p><p>" + kThird + "</p></article>"));
  CHECK(blocks_of(d) ==
        "headline: Harbour closed\nfurniture: News > World > Tarvik > Harbour closed\n"
        "deck: Two cranes are damaged as a second blast shakes the port\nparagraph: " +
            kLead + "\nheading: Ships wait outside\nparagraph: " + kSecond +
            "\nparagraph: " + kThird + "\n");
  CHECK(d.notes.empty());
}

TEST_CASE("hostile pages do not end the program") {
  const auto many = [](const std::string& piece, std::size_t n) {
    std::string out;
    for (std::size_t i = 0; i < n; ++i) {
      out += piece;
    }
    return out;
  };
  CHECK(page(many("<div>", 100000) + kLead).text.find("harbour master") != std::string::npos);
  CHECK(page(many("<b><p>", 50000) + kLead).text.find("harbour master") != std::string::npos);
  CHECK(page(many("</div><p>", 100000) + kLead).text.find("harbour master") != std::string::npos);
  (void)page(many("<table><tr><td>", 50000) + kLead);
  (void)page(many("<li class='x y z'>a ", 100000));
  (void)page("<p " + many("a", 5000000) + "='x'>" + kLead);
  (void)page(many("<script>", 100000));
  (void)page(many("<title>", 100000));
  (void)page(many("<!--", 100000));
  (void)page(many("<a b=\"", 100000));
  (void)page(many("&", 1000000));
  (void)page(
      many("<div><p>words of a paragraph that is long enough to count as good text.</p>", 20000));
}

}  // namespace
}  // namespace sayso
