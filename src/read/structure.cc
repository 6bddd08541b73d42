// SPDX-License-Identifier: Apache-2.0
#include "read/structure.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"
#include "base/utf8.h"
#include "read/credits.h"
#include "read/damage.h"
#include "read/dateline.h"
#include "read/marks.h"
#include "read/year.h"

namespace sayso::read {
namespace {

constexpr std::size_t kHeadlineWords = 28, kHeadingWords = 14, kShortBlockWords = 45;

class Structure {
 public:
  Structure(const Tables& tables, const StructureOptions& options, Document& document)
      : tables_(tables), options_(options), marks_(tables), d_(document) {}

  void run(std::vector<RawBlock> raw) {
    raw_ = std::move(raw);
    context_.all_capitals = mostly_one_case();
    find_headline();
    for (at_ = 0; at_ < raw_.size(); ++at_) {
      classify(raw_[at_]);
    }
    order_opening();
    if (pay_prompt_) {
      d_.provenance.paywalled = true;
      d_.note("paywall", *pay_prompt_);
    }
    read_credits(tables_, d_);
    note_damage(tables_, d_);
    if (dateline_date_ && d_.dateline) {
      d_.dateline->date = dateline_day();
    }
    if (dateline_date_ && !d_.provenance.published_at) {
      d_.provenance.published_at = date_with_year(tables_, d_, *dateline_date_);
      d_.provenance.found_in(ProvenanceField::published_at) = FoundIn::text;
      if (!d_.provenance.published_at) {
        d_.note("date_without_year", dateline_span_);
      }
    }
  }

 private:
  [[nodiscard]] std::string_view words(Span s) const { return d_.words(s); }

  // Without a year in the dateline: the one nearest to the day of publication.
  [[nodiscard]] std::optional<Day> dateline_day() const {
    const PartialDate& date = *dateline_date_;
    if (date.year != 0 || !d_.provenance.published_at) {
      const auto t = date_with_year(tables_, d_, date);
      return t ? std::optional(t->day()) : std::nullopt;
    }
    const Day published = d_.provenance.published_at->day();
    std::optional<Day> best;
    for (int year = to_date(published).year - 1, i = 0; i < 3; ++i, ++year) {
      if (!valid_date({year, date.month, date.day})) {
        continue;
      }
      const Day day = to_day({year, date.month, date.day});
      if (!best || std::abs(day - published) < std::abs(*best - published)) {
        best = day;
      }
    }
    return best;
  }

  // Capitals mean nothing in a text that is all capitals or has none.
  [[nodiscard]] bool mostly_one_case() const {
    std::size_t upper = 0, lower = 0;
    const std::string_view head = std::string_view(d_.text).substr(0, 4000);
    for (const char c : head) {
      upper += c >= 'A' && c <= 'Z' ? 1 : 0;
      lower += c >= 'a' && c <= 'z' ? 1 : 0;
    }
    return upper > lower * 2 && lower + upper > 40;
  }

  [[nodiscard]] bool like_headline(const RawBlock& block) const {
    const std::string_view text = words(block.text);
    if (block.kind != BlockKind::paragraph || !block.alone || block.lines > 3 ||
        text.size() > 300 || ends_like_sentence(text) || marks_.furniture(text) ||
        count_words(text, kHeadlineWords + 1) > kHeadlineWords || count_words(text, 2) < 2 ||
        text.ends_with(":") || text.ends_with(",") || text.ends_with(";") || begins_small(text)) {
      return false;
    }
    return !parse_dateline(tables_, text, context_) && !marks_.credits_begin(text) &&
           !marks_.byline(text);
  }

  [[nodiscard]] static bool begins_small(std::string_view text) {
    const Decoded first = decode(text, 0);
    return is_letter(first.code_point) && !is_upper(first.code_point) &&
           lowered(text.substr(0, first.length)) == text.substr(0, first.length);
  }

  void find_headline() {
    headline_ = raw_.size();
    for (std::size_t i = 0; i < raw_.size() && i < 4; ++i) {
      if (raw_[i].kind == BlockKind::headline) {
        headline_ = i;
        return;
      }
    }
    if (!options_.given_title.empty()) {
      const std::string title = folded(options_.given_title);
      for (std::size_t i = 0; i < raw_.size() && i < 5; ++i) {
        if (raw_[i].text.size() < 600 && folded(words(raw_[i].text)) == title) {
          headline_ = i;
          return;
        }
      }
    }
    if (!options_.guess_headline || raw_.size() < 2) {
      return;
    }
    // Furniture may stand above ("Advertisement", "World News"); the first other block decides.
    std::size_t first = 0;
    while (
        first + 1 < raw_.size() && first < 5 &&
        (raw_[first].kind == BlockKind::furniture || marks_.furniture(words(raw_[first].text)))) {
      ++first;
    }
    if (first + 1 < raw_.size() && like_headline(raw_[first]) && body_follows(first)) {
      headline_ = first;
    }
  }

  // A headline stands over something longer than itself.
  [[nodiscard]] bool body_follows(std::size_t first) const {
    for (std::size_t i = first + 1; i < raw_.size() && i < first + 12; ++i) {
      const std::string_view text = words(raw_[i].text);
      if (count_words(text, 6) >= 5 && ends_like_sentence(text)) {
        return true;
      }
    }
    return false;
  }

  void push(Span span, BlockKind kind) {
    const std::string_view inner = trim_unicode(words(span));
    if (inner.empty()) {
      return;
    }
    const auto begin = static_cast<std::uint32_t>(inner.data() - d_.text.data());
    d_.blocks.push_back({{begin, begin + static_cast<std::uint32_t>(inner.size())}, kind});
    // A prompt to pay behind which the report goes on was no wall.
    if (kind == BlockKind::furniture && marks_.pays(inner)) {
      pay_prompt_ = d_.blocks.back().text;
    } else if (kind == BlockKind::paragraph) {
      pay_prompt_.reset();
    }
  }

  void classify(const RawBlock& block) {
    const std::string_view text = words(block.text);
    if (at_ == headline_) {
      push(block.text, BlockKind::headline);
      if (!d_.blocks.empty()) {
        d_.title = d_.blocks.back().text;
      }
      return;
    }
    if (block.kind != BlockKind::paragraph && block.kind != BlockKind::list_item) {
      push(block.text, block.kind);
      return;
    }
    const bool short_block =
        text.size() < 600 && count_words(text, kShortBlockWords) < kShortBlockWords;
    if (short_block && (marks_.furniture(text) || (!body_seen_ && breadcrumbs(text)))) {
      push(block.text, BlockKind::furniture);
    } else if (marks_.correction(text)) {
      push(block.text, BlockKind::correction);
    } else if (marks_.credits_begin(text) && text.size() < 1200) {
      push(block.text, BlockKind::credits);
    } else if (short_block && marks_.caption(text)) {
      push(block.text, BlockKind::caption);
    } else if (short_block && !body_seen_ && marks_.byline(text)) {
      push(block.text, BlockKind::byline);
      take_authors(text);
    } else {
      body(block);
    }
  }

  // "News > World > Port shut": the way down to the page.
  static bool breadcrumbs(std::string_view text) {
    if (ends_like_sentence(text)) {
      return false;
    }
    for (const std::string_view mark : {" > ", " » ", " › ", " / "}) {
      const std::size_t first = text.find(mark);
      if (first != std::string_view::npos && first > 0 && first < 40 &&
          text.find(mark, first + mark.size()) != std::string_view::npos) {
        return true;
      }
    }
    return false;
  }

  void take_authors(std::string_view text) {
    if (d_.provenance.authors.empty()) {
      d_.provenance.authors = marks_.byline_names(text);
      d_.provenance.found_in(ProvenanceField::authors) = FoundIn::byline;
    }
  }

  // A paragraph, list item or heading: cut off the dateline before it and what hangs on behind it.
  void body(const RawBlock& block) {
    Span rest = block.text;
    if (block.kind == BlockKind::paragraph) {
      if (auto dateline = parse_dateline(tables_, words(rest), context_)) {
        const Span head{rest.begin, rest.begin + static_cast<std::uint32_t>(dateline->end)};
        push(head, BlockKind::dateline);
        rest.begin += static_cast<std::uint32_t>(dateline->body);
        if (d_.provenance.agency.empty()) {
          d_.provenance.agency = dateline->agency;
        }
        if (!d_.dateline) {
          d_.dateline = parts_of(*dateline, head);
        }
        if (dateline->date && !dateline_date_) {
          dateline_date_ = dateline->date;
          dateline_span_ = head;
        }
        context_.first = false;
        body_seen_ = true;
      }
    }
    const std::string_view text = words(rest);
    const bool sentence = ends_like_sentence(text) || count_words(text, 20) >= 20;
    BlockKind kind = block.kind;
    if (kind == BlockKind::paragraph && !sentence && like_heading(block, text)) {
      kind = BlockKind::heading;
    }
    body_seen_ = body_seen_ || (kind == BlockKind::paragraph && sentence);
    const std::size_t tail = marks_.tail_begin(text);
    const std::size_t credits = marks_.credits_inside(text.substr(0, tail));
    const auto cut = [&](std::size_t from, std::size_t to, BlockKind as) {
      if (from < to) {
        push({rest.begin + static_cast<std::uint32_t>(from),
              rest.begin + static_cast<std::uint32_t>(to)},
             as);
      }
    };
    const std::size_t stray = stray_stop(text.substr(0, std::min(tail, credits)));
    cut(0, stray, kind);
    const bool prompt = tail < text.size();
    cut(stray, std::min(tail, credits), BlockKind::furniture);
    cut(credits, tail, BlockKind::credits);
    if (prompt) {
      cut(tail, text.size(), BlockKind::furniture);
    }
  }

  [[nodiscard]] DatelineParts parts_of(const Dateline& dateline, Span head) const {
    DatelineParts parts;
    parts.text = head;
    parts.agency = dateline.agency;
    if (!dateline.place.empty()) {
      const auto begin = static_cast<std::uint32_t>(dateline.place.data() - d_.text.data());
      parts.place = {begin, begin + static_cast<std::uint32_t>(dateline.place.size())};
    }
    return parts;
  }

  [[nodiscard]] bool like_heading(const RawBlock& block, std::string_view text) const {
    if (options_.from_markup) {
      return like_set_heading(text);
    }
    if (!block.alone || block.lines > 1 || text.size() > 140 || text.empty() ||
        count_words(text, kHeadingWords + 1) > kHeadingWords || text.ends_with(",") ||
        text.ends_with(":")) {
      return false;
    }
    if (begins_small(text)) {
      return false;
    }
    return at_ + 1 < raw_.size() && raw_[at_ + 1].text.size() > text.size();
  }

  // A paragraph of a page that is a heading or the deck by its looks alone: one line without stop
  // between running text, or between the headline and running text.
  [[nodiscard]] bool like_set_heading(std::string_view text) const {
    const std::size_t most = body_seen_ ? kHeadingWords : kHeadlineWords + 12;
    if (at_ == 0 || at_ + 1 >= raw_.size() || text.size() > 300 ||
        count_words(text, most + 1) > most || begins_small(text) ||
        text.find(" | ") != std::string_view::npos) {
      return false;
    }
    constexpr std::string_view kOpenEnds = ",:;-)]\"'";
    const Decoded first = decode(text, 0);
    if (kOpenEnds.find(text.back()) != std::string_view::npos || text.ends_with("…") ||
        text.ends_with("”") || text.ends_with("—") ||
        (!is_letter(first.code_point) && !is_digit(first.code_point))) {
      return false;
    }
    const RawBlock& before = raw_[at_ - 1];
    const bool above =
        body_seen_ ? before.kind == BlockKind::paragraph && ends_like_sentence(words(before.text))
                   : at_ > headline_ && at_ <= headline_ + 3;
    const RawBlock& next = raw_[at_ + 1];
    return above && next.kind == BlockKind::paragraph && next.text.size() > text.size() &&
           ends_like_sentence(words(next.text)) && count_words(words(next.text), 15) >= 15;
  }

  // Between headline and body: list items are key points; one line without full stop is the deck,
  // several are key points too.
  void order_opening() {
    std::size_t i = 0;
    while (i < d_.blocks.size() && d_.blocks[i].kind != BlockKind::headline) {
      ++i;
    }
    if (i == d_.blocks.size()) {
      i = static_cast<std::size_t>(-1);
      if (d_.blocks.empty() || d_.blocks[0].kind != BlockKind::list_item) {
        return;
      }
    }
    std::vector<std::size_t> lines;
    bool items = false;
    std::size_t at = i + 1;
    for (; at < d_.blocks.size(); ++at) {
      const BlockKind kind = d_.blocks[at].kind;
      if (kind == BlockKind::list_item) {
        items = true;
        d_.blocks[at].kind = BlockKind::key_point;
      } else if (kind == BlockKind::heading) {
        lines.push_back(at);
      } else if (kind == BlockKind::paragraph || kind == BlockKind::dateline ||
                 kind == BlockKind::quote) {
        break;
      }
    }
    if (at == d_.blocks.size() && items && i == static_cast<std::size_t>(-1)) {
      for (Block& block : d_.blocks) {  // nothing but a list: no body for it to be points of
        block.kind = block.kind == BlockKind::key_point ? BlockKind::list_item : block.kind;
      }
      return;
    }
    if (i == static_cast<std::size_t>(-1)) {
      return;
    }
    for (const std::size_t line : lines) {
      const bool label = count_words(words(d_.blocks[line].text), 4) < 4;
      if (items && label) {
        d_.blocks[line].kind = BlockKind::furniture;  // "Summary", "Key points"
      } else if (!label) {
        d_.blocks[line].kind = lines.size() == 1 ? BlockKind::deck : BlockKind::key_point;
      }
    }
  }

  const Tables& tables_;
  const StructureOptions& options_;
  Marks marks_;
  Document& d_;
  std::vector<RawBlock> raw_;
  std::size_t at_ = 0, headline_ = 0;
  DatelineContext context_;
  bool body_seen_ = false;
  std::optional<PartialDate> dateline_date_;
  std::optional<Span> pay_prompt_;
  Span dateline_span_;
};

}  // namespace

void find_structure(const Tables& tables, const StructureOptions& options,
                    std::vector<RawBlock> raw, Document& document) {
  Structure(tables, options, document).run(std::move(raw));
}

}  // namespace sayso::read
