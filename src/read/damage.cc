// SPDX-License-Identifier: Apache-2.0
#include "read/damage.h"

#include <array>
#include <string_view>

#include "base/utf8.h"
#include "read/marks.h"
#include "read/tables.h"

namespace sayso::read {
namespace {

constexpr std::size_t kMostNotes = 12;
constexpr std::size_t kFewestWords = 8;    // of a paragraph that may break off
constexpr std::size_t kSpellingBytes = 5;  // a shorter word before a point may be an abbreviation

bool small(char32_t c) {
  return is_letter(c) && !is_upper(c);
}

class Damage {
 public:
  Damage(const Tables& tables, Document& d) : tables_(tables), d_(d) {}

  void run() {
    std::size_t whole = 0, all = 0;
    for (const Block& b : d_.blocks) {
      if (b.kind == BlockKind::paragraph &&
          count_words(d_.words(b.text), kFewestWords) >= kFewestWords) {
        ++all;
        whole += closed(d_.words(b.text)) ? 1 : 0;
      }
    }
    // In a text whose paragraphs mostly end without a stop, that is its style.
    const bool stops = all >= 3 && whole * 10 >= all * 7;
    for (std::size_t i = 0; i < d_.blocks.size() && notes_ < kMostNotes; ++i) {
      const Block& b = d_.blocks[i];
      if (b.kind != BlockKind::paragraph && b.kind != BlockKind::quote) {
        continue;
      }
      stop_inside(b.text);
      wrong_letters(b.text);
      if (stops && b.kind == BlockKind::paragraph) {
        breaks_off(i);
      }
      open_quote(i);
    }
  }

 private:
  void note(Span where, const char* detail) {
    if (notes_++ < kMostNotes) {
      d_.note("damaged", where, detail);
    }
  }

  static bool closed(std::string_view text) {
    return ends_like_sentence(text) || text.ends_with(":") || text.ends_with("—") ||
           text.ends_with("–") || text.ends_with("”") || text.ends_with("\"") ||
           text.ends_with(")");
  }

  // "... without giving details. what the United States offered": a word in small letters behind a
  // full stop that ends no abbreviation.
  void stop_inside(Span block) {
    const std::string_view text = d_.words(block);
    for (std::size_t at = text.find(". "); at != std::string_view::npos;
         at = text.find(". ", at + 2)) {
      const std::size_t next = at + 2;
      if (next >= text.size() || at == 0 || !small(decode(text, next).code_point)) {
        continue;
      }
      const std::size_t blank = text.rfind(' ', at);
      const std::size_t begin = blank == std::string_view::npos ? 0 : blank + 1;
      const std::string_view before = text.substr(begin, at - begin);
      std::size_t end = next;
      const std::string_view behind = next_word(text, end);
      const bool plain_before =
          before.size() >= kSpellingBytes && before.find('.') == std::string_view::npos &&
          (tables_.abbreviations == nullptr || tables_.abbreviations->find(before).empty()) &&
          small(decode(before, before.size() - 1).code_point) &&
          small(decode(before, 0).code_point);
      // "iPhone", "eBay": a capital further on makes it a name.
      const bool plain_behind =
          lowered(behind) == behind && behind.find("://") == std::string_view::npos;
      if (plain_before && plain_behind) {
        const std::size_t stop = std::min(text.find(". ", end), text.size());
        note({block.begin + static_cast<std::uint32_t>(begin),
              block.begin + static_cast<std::uint32_t>(stop)},
             "a stop stands inside a sentence");
      }
    }
  }

  void breaks_off(std::size_t i) {
    const Span block = d_.blocks[i].text;
    const std::string_view text = d_.words(block);
    if (closed(text) || count_words(text, kFewestWords) < kFewestWords) {
      return;
    }
    // What a prompt was cut from, or a list follows upon, is whole enough.
    if (i + 1 < d_.blocks.size() && d_.blocks[i + 1].kind == BlockKind::list_item) {
      return;
    }
    std::size_t begin = text.size();
    for (int words = 0; begin > 0 && words < 4;) {
      --begin;
      words += text[begin] == ' ' ? 1 : 0;
    }
    begin += begin > 0 ? 1 : 0;
    note({block.begin + static_cast<std::uint32_t>(begin), block.end}, "the paragraph breaks off");
  }

  // An opening mark without its closing one, where the next paragraph does not go on with one.
  void open_quote(std::size_t i) {
    constexpr std::string_view kOpen = "“", kClose = "”";
    const Span block = d_.blocks[i].text;
    const std::string_view text = d_.words(block);
    std::size_t last_open = text.rfind(kOpen);
    if (last_open == std::string_view::npos ||
        text.find(kClose, last_open) != std::string_view::npos) {
      return;
    }
    // „…“ closes with what opens here; a text that never closes with ” is not judged.
    if (text.find("„") != std::string_view::npos || d_.text.find(kClose) == std::string::npos) {
      return;
    }
    for (std::size_t next = i + 1; next < d_.blocks.size(); ++next) {
      const BlockKind kind = d_.blocks[next].kind;
      if (kind == BlockKind::paragraph || kind == BlockKind::quote) {
        if (d_.words(d_.blocks[next].text).starts_with(kOpen)) {
          return;
        }
        break;
      }
    }
    note({block.begin + static_cast<std::uint32_t>(last_open), block.end},
         "a quotation is not closed");
  }

  // UTF-8 that was read as windows-1252 and written again: "â€™" for an apostrophe.
  void wrong_letters(Span block) {
    constexpr std::array<std::string_view, 6> kTraces{"â€", "Ã©", "Ã¨", "Ã¼", "Ã¶", "Ã¤"};
    const std::string_view text = d_.words(block);
    for (const std::string_view trace : kTraces) {
      const std::size_t at = text.find(trace);
      if (at != std::string_view::npos) {
        note({block.begin + static_cast<std::uint32_t>(at),
              block.begin + static_cast<std::uint32_t>(at + trace.size())},
             "letters of a wrong encoding");
        return;
      }
    }
  }

  const Tables& tables_;
  Document& d_;
  std::size_t notes_ = 0;
};

}  // namespace

void note_damage(const Tables& tables, Document& d) {
  Damage(tables, d).run();
}

}  // namespace sayso::read
