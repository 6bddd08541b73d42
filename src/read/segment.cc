// SPDX-License-Identifier: Apache-2.0
#include "read/segment.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "read/tables.h"

namespace sayso::read {
namespace {

struct Line {
  std::uint32_t begin, end;  // trimmed
  std::uint32_t indent;      // characters of white space before it
  std::uint32_t width;       // characters
  std::uint32_t first_word;  // characters of its first word
  std::uint32_t bullet;      // bytes of bullet and the space behind, 0 = none
  [[nodiscard]] bool blank() const { return begin == end; }
};

std::uint32_t characters(std::string_view s) {
  std::uint32_t n = 0;
  for (const char c : s) {
    n += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  }
  return n;
}

// Bytes of a list marker at the beginning of the line with the white space behind it.
std::uint32_t bullet_at(std::string_view line) {
  if (line.size() < 3) {
    return 0;
  }
  const Decoded d = decode(line, 0);
  std::size_t at = d.length;
  constexpr std::array<char32_t, 16> kMarks{U'•', U'·', U'▪', U'●', U'○', U'■', U'□', U'‣',
                                            U'◦', U'∙', U'⁃', U'►', U'➤', U'*', U'-', U'–'};
  if (std::find(kMarks.begin(), kMarks.end(), d.code_point) == kMarks.end()) {
    return 0;
  }
  const std::size_t mark_end = at;
  while (at < line.size() && space_at(line, at) != 0) {
    at += space_at(line, at);
  }
  const bool sure = d.code_point != U'*' && d.code_point != U'-' && d.code_point != U'–';
  if (at == line.size() || (at == mark_end && !sure)) {
    return 0;
  }
  return static_cast<std::uint32_t>(at);
}

void add_line(std::string_view text, std::uint32_t begin, std::uint32_t end,
              std::vector<Line>& lines) {
  const std::string_view whole = text.substr(begin, end - begin);
  const std::string_view inner = trim_unicode(whole);
  Line line{};
  line.begin = inner.empty() ? begin : static_cast<std::uint32_t>(inner.data() - text.data());
  line.end = line.begin + static_cast<std::uint32_t>(inner.size());
  if (!inner.empty()) {
    line.indent = characters(text.substr(begin, line.begin - begin));
    line.width = characters(inner);
    std::size_t at = 0;
    line.first_word = characters(next_word(inner, at));
    line.bullet = bullet_at(inner);
  }
  lines.push_back(line);
}

std::vector<Line> lines_of(std::string_view text, std::uint32_t from) {
  std::vector<Line> lines;
  std::uint32_t begin = from;
  const auto size = static_cast<std::uint32_t>(text.size());
  for (std::uint32_t at = from; at < size; ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    std::uint32_t length = 0;
    if (c == '\n' || c == '\f' || c == '\v') {
      length = 1;
    } else if (c == '\r') {
      length = at + 1 < size && text[at + 1] == '\n' ? 2 : 1;
    } else if (c == 0xE2 && text.substr(at, 3) >= "\xE2\x80\xA8" &&
               text.substr(at, 3) <= "\xE2\x80\xA9") {
      length = 3;
    }
    if (length != 0) {
      add_line(text, begin, at, lines);
      begin = at + length;
      at = begin - 1;
    }
  }
  if (begin < size) {
    add_line(text, begin, size, lines);
  }
  return lines;
}

bool ends_sentence(std::string_view line) {
  static constexpr std::array<std::string_view, 12> kEnds{".",  "!", "?", ":", ";", "”",
                                                          "\"", "'", "’", ")", "»", "…"};
  return std::any_of(kEnds.begin(), kEnds.end(),
                     [&](std::string_view end) { return line.ends_with(end); });
}

// The column at which the text was wrapped, or 0: most lines inside a run could not have taken the
// first word of the next line.
std::uint32_t wrap_width(std::string_view text, const std::vector<Line>& lines) {
  std::vector<std::uint32_t> widths;
  std::size_t broken_inside = 0;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (!lines[i].blank() && !lines[i + 1].blank() && lines[i + 1].bullet == 0) {
      widths.push_back(lines[i].indent + lines[i].width);
      const std::string_view line = text.substr(lines[i].begin, lines[i].end - lines[i].begin);
      broken_inside += ends_sentence(line) ? 0 : 1;
    }
  }
  if (widths.size() < 3) {
    return 0;
  }
  std::vector<std::uint32_t> sorted = widths;
  const std::size_t place = sorted.size() * 95 / 100;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(place),
                   sorted.end());
  const std::uint32_t width = sorted[place];
  if (width < 25 || width > 140 || broken_inside * 2 < widths.size()) {
    return 0;
  }
  std::size_t full = 0, pair = 0;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (!lines[i].blank() && !lines[i + 1].blank() && lines[i + 1].bullet == 0) {
      full += widths[pair++] + 1 + lines[i + 1].first_word + 4 > width ? 1 : 0;
    }
  }
  return full * 10 >= widths.size() * 6 ? width : 0;
}

class Segmenter {
 public:
  Segmenter(std::string_view text, std::uint32_t from)
      : text_(text), lines_(lines_of(text, from)), wrap_(wrap_width(text, lines_)) {}

  std::vector<RawBlock> run() {
    for (std::size_t i = 0; i < lines_.size();) {
      if (lines_[i].blank()) {
        ++i;
        continue;
      }
      std::size_t last = i;
      while (wrap_ != 0 && last + 1 < lines_.size() && goes_on(i, last)) {
        ++last;
      }
      add(i, last);
      i = last + 1;
    }
    return std::move(out_);
  }

 private:
  // True if line last + 1 belongs to the paragraph that began at `first`.
  [[nodiscard]] bool goes_on(std::size_t first, std::size_t last) const {
    const Line& line = lines_[last];
    const Line& next = lines_[last + 1];
    if (next.blank() || next.bullet != 0) {
      return false;
    }
    const bool hanging = lines_[first].bullet != 0;
    if (last > first && !hanging && next.indent > line.indent + 1) {
      return false;  // an indented first line
    }
    if (last == first && !hanging && next.indent > line.indent + 1) {
      return false;
    }
    const std::uint32_t could_be = line.indent + line.width + 1 + next.first_word;
    if (could_be + 4 > wrap_) {
      return true;
    }
    const std::string_view words = text_.substr(line.begin, line.end - line.begin);
    return !ends_sentence(words) && could_be * 4 > wrap_ * 3;
  }

  void add(std::size_t first, std::size_t last) {
    const Line& line = lines_[first];
    RawBlock block;
    block.text = {line.begin + line.bullet, lines_[last].end};
    block.kind = line.bullet != 0 ? BlockKind::list_item : BlockKind::paragraph;
    block.lines = static_cast<std::uint32_t>(last - first + 1);
    if (last == first && block.kind == BlockKind::paragraph && line.width > 400) {
      split_at_gaps(block);
    } else {
      out_.push_back(block);
    }
  }

  // Texts whose line breaks were lost often keep them as runs of blanks behind a full stop.
  void split_at_gaps(RawBlock block) {
    const Span whole = block.text;
    std::uint32_t begin = whole.begin;
    for (std::uint32_t at = whole.begin; at + 3 < whole.end; ++at) {
      if (text_[at] != ' ' || text_[at + 1] != ' ' || text_[at + 2] != ' ') {
        continue;
      }
      std::uint32_t next = at;
      while (next < whole.end && text_[next] == ' ') {
        ++next;
      }
      if (next < whole.end && at > begin && ends_sentence(text_.substr(begin, at - begin))) {
        block.text = {begin, at};
        out_.push_back(block);
        begin = next;
      }
      at = next - 1;
    }
    block.text = {begin, whole.end};
    out_.push_back(block);
  }

  std::string_view text_;
  std::vector<Line> lines_;
  std::uint32_t wrap_;
  std::vector<RawBlock> out_;
};

}  // namespace

std::vector<RawBlock> segment_text(std::string_view text, std::uint32_t from) {
  return Segmenter(text, from).run();
}

}  // namespace sayso::read
