// SPDX-License-Identifier: Apache-2.0
#include "story/paragraphs.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/hash.h"
#include "base/text.h"

namespace sayso {
namespace {

constexpr std::size_t kRow = 16;
constexpr int kFewestWords = 4;

bool few_words(std::string_view text) {
  int words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    words += !blank && !inside ? 1 : 0;
    inside = !blank;
  }
  return words < kFewestWords;
}

void append(std::string& out, std::uint64_t n, int bytes) {
  for (int i = 0; i < bytes; ++i) {
    out += static_cast<char>(n >> (8 * i));
  }
}

std::uint64_t number_at(std::string_view bytes, std::size_t at, int count) {
  std::uint64_t n = 0;
  for (int i = 0; i < count; ++i) {
    n |= static_cast<std::uint64_t>(
             static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]))
         << (8 * i);
  }
  return n;
}

// The host of the address, else the outlet; "" if neither is known.
std::string site_of(const Report& report) {
  const std::string address = canonical_url(report.url);
  return address.empty() ? lowered(report.outlet) : address.substr(0, address.find('/'));
}

struct Holders {
  std::set<std::string_view> documents;  // by the original of their text
  std::set<std::uint32_t> stories;
};

}  // namespace

std::string make_paragraphs(const Document& document, const CodePoints& points) {
  std::string out;
  for (const Block& block : document.blocks) {
    const std::string_view words = document.words(block.text);
    if (!reads_as_news(block.kind) || block.kind == BlockKind::headline || few_words(words)) {
      continue;
    }
    const std::string fold = folded(words);
    if (!fold.empty()) {
      append(out, points.at(block.text.begin), 4);
      append(out, points.at(block.text.end), 4);
      append(out, hash64(fold), 8);
    }
  }
  return out;
}

std::vector<ReportParagraph> read_paragraphs(std::string_view bytes) {
  std::vector<ReportParagraph> rows;
  for (std::size_t at = 0; at + kRow <= bytes.size(); at += kRow) {
    rows.push_back({{static_cast<std::uint32_t>(number_at(bytes, at, 4)),
                     static_cast<std::uint32_t>(number_at(bytes, at + 4, 4))},
                    number_at(bytes, at + 8, 8)});
  }
  return rows;
}

std::vector<ParagraphKey> paragraph_keys(const Report& report) {
  std::vector<ParagraphKey> keys;
  const std::string site = site_of(report);
  if (site.empty()) {
    return keys;
  }
  const std::uint64_t of = hash64(site, 1);
  for (const ReportParagraph& p : read_paragraphs(report.paragraphs)) {
    keys.push_back({mix64(p.hash ^ of), p.where});
  }
  return keys;
}

std::vector<FurnitureParagraph> find_furniture(const std::vector<Report>& reports,
                                               const Stories& stories) {
  std::unordered_map<std::uint64_t, Holders> holders;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (stories.story_of[i] == kNoRow) {
      continue;  // replaced versions hold what their document holds
    }
    for (const ParagraphKey& p : paragraph_keys(reports[i])) {
      Holders& h = holders[p.key];
      h.documents.insert(reports[stories.original_of[i]].document_id);
      h.stories.insert(stories.story_of[i]);
    }
  }
  std::vector<FurnitureParagraph> found;
  for (std::uint32_t i = 0; i < reports.size(); ++i) {
    for (const ParagraphKey& p : paragraph_keys(reports[i])) {
      const auto h = holders.find(p.key);
      if (h != holders.end() && h->second.documents.size() >= kFurnitureDocuments &&
          h->second.stories.size() >= kFurnitureStories) {
        found.push_back({i, p.where, p.key});
      }
    }
  }
  return found;
}

void mark_furniture(std::vector<Report>& reports, const std::vector<FurnitureParagraph>& found) {
  const auto inside = [](Stretch s, Stretch paragraph) {
    return s.start >= paragraph.start && s.end <= paragraph.end && s.start < s.end;
  };
  for (const FurnitureParagraph& f : found) {
    Report& r = reports[f.report];
    for (ReportClaim& c : r.claims) {
      c.furniture = c.furniture || inside(c.whole, f.where);
    }
    for (ReportEvent& e : r.events) {
      e.furniture = e.furniture || (!e.trigger.empty() && inside(e.trigger.front(), f.where));
    }
    for (ReportState& s : r.states) {
      s.furniture = s.furniture || inside(s.where, f.where);
    }
  }
}

}  // namespace sayso
