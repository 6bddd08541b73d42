// SPDX-License-Identifier: Apache-2.0
#include "read/credits.h"

#include <string_view>

#include "base/utf8.h"

namespace sayso::read {
namespace {

constexpr std::size_t kMostCredits = 64;
constexpr std::size_t kMostNameWords = 8;

bool begins_upper(std::string_view word) {
  for (std::size_t at = 0; at < word.size();) {
    const Decoded d = decode(word, at);
    if (is_letter(d.code_point)) {
      return is_upper(d.code_point);
    }
    at += d.length;
  }
  return false;
}

class CreditLine {
 public:
  CreditLine(const Tables& tables, Document& d, Span line) : tables_(tables), d_(d), line_(line) {}

  void run() {
    const std::string_view text = d_.words(line_);
    for (std::size_t at = 0; at < text.size();) {
      std::size_t next = at;
      const std::string_view word = next_word(text, next);
      if (word.empty()) {
        break;
      }
      const std::size_t begin = static_cast<std::size_t>(word.data() - text.data());
      const auto hit = opens_ ? phrase_at(*tables_.credits, text, begin) : std::nullopt;
      if (hit && (begin == 0 || begins_upper(word) || !role_.empty())) {
        flush();
        in_place_ = false;
        role_ = tables_.credits->text(hit->rows.begin, 1);
        if (const std::string_view cue = text.substr(begin, hit->end - begin); ends_part(cue)) {
          role_ = {};  // "Reporting by: " keeps its role, "... contributed to this report." has
                       // none to come
        }
        at = hit->end;
        opens_ = false;
        continue;
      }
      take(word, begin);
      at = next;
    }
    flush();
  }

 private:
  static bool ends_part(std::string_view word) {
    return word.ends_with(";") || word.ends_with(".") || word.ends_with(")");
  }

  void take(std::string_view word, std::size_t begin) {
    opens_ = ends_part(word) || word.ends_with(",") || word == "and" || word == "&" || word == "|";
    if (word == "and" || word == "&" || word == "," || word == "|") {
      flush();
      in_place_ = false;
      return;
    }
    if (word == "in" || word == "from" || word == "at") {
      flush();
      in_place_ = true;
      return;
    }
    std::size_t end = begin + word.size();
    const std::string_view text = d_.words(line_);
    // "Feast.)" ends a name, "U.S." and "J." do not lose their points.
    while (end > begin && (text[end - 1] == ')' || text[end - 1] == ';' || text[end - 1] == ',' ||
                           text[end - 1] == ']')) {
      --end;
    }
    const bool stop = end > begin && text[end - 1] == '.' && end - begin > 3;
    end -= stop ? 1 : 0;
    if (words_ == 0) {
      begin_ = begin + (text[begin] == '(' ? 1 : 0);
    }
    end_ = end;
    ++words_;
    if (word.ends_with(",") || ends_part(word)) {
      if (ends_part(word) && end - begin <= 2 && !word.ends_with(";") && !word.ends_with(")")) {
        return;  // an initial: "Ann J. Lee"
      }
      flush();
      in_place_ = in_place_ && word.ends_with(",");
      if (word.ends_with(";") || stop) {
        in_place_ = false;
      }
    }
  }

  void flush() {
    const std::string_view text = d_.words(line_);
    if (words_ > 0 && words_ <= kMostNameWords && !role_.empty() && begin_ < end_ &&
        begins_upper(text.substr(begin_, end_ - begin_))) {
      const Span span{line_.begin + static_cast<std::uint32_t>(begin_),
                      line_.begin + static_cast<std::uint32_t>(end_)};
      if (in_place_) {
        if (!d_.credits.empty() && d_.credits.back().place.empty() &&
            d_.credits.back().name.begin >= line_.begin) {
          d_.credits.back().place = span;
        }
      } else if (d_.credits.size() < kMostCredits) {
        d_.credits.push_back({std::string(role_), span, {}});
      }
    }
    words_ = 0;
  }

  const Tables& tables_;
  Document& d_;
  Span line_;
  std::string_view role_;
  std::size_t begin_ = 0, end_ = 0, words_ = 0;
  bool in_place_ = false, opens_ = true;
};

}  // namespace

void read_credits(const Tables& tables, Document& d) {
  for (const Block& block : d.blocks) {
    if (block.kind == BlockKind::credits) {
      CreditLine(tables, d, block.text).run();
    }
  }
}

}  // namespace sayso::read
