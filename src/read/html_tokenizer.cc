// SPDX-License-Identifier: Apache-2.0
#include "read/html_tokenizer.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"

namespace sayso::read {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::size_t kMostAttributes = 64;
constexpr std::size_t kMostNameBytes = 1U << 10;
constexpr std::size_t kMostValueBytes = 64U << 10;

bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool white(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// Appends s[from, to) with NUL replaced and line ends made \n.
void append_clean(std::string& out, std::string_view s, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) {
    if (s[i] == '\0') {
      out += kReplacement;
    } else if (s[i] == '\r') {
      out += '\n';
      i += i + 1 < to && s[i + 1] == '\n' ? 1 : 0;
    } else {
      out += s[i];
    }
  }
}

bool known(const HtmlToken& token, std::string_view name) {
  const auto first = token.attributes.begin();
  return std::any_of(first, first + static_cast<std::ptrdiff_t>(token.attribute_count),
                     [&](const HtmlAttribute& a) { return a.name == name; });
}

}  // namespace

// A name of a tag or an attribute: lower case, NUL replaced, cut at the limit.
void HtmlTokenizer::append_name(std::string& out, std::string_view name) const {
  name = name.substr(0, kMostNameBytes);
  if (has_nul_) {
    for (const char c : name) {
      c == '\0' ? out.append(kReplacement) : out.append(1, lower(c));
    }
    return;
  }
  const std::size_t from = out.size();
  out.append(name);
  for (std::size_t i = from; i < out.size(); ++i) {
    out[i] = lower(out[i]);
  }
}

// Where plain text from `at` on stops: before a '\r', a NUL, a reference, markup. Looks in windows
// that grow, so that what lies far behind the end is not read again for every piece.
std::size_t HtmlTokenizer::plain_end(std::size_t at, std::size_t end, bool references,
                                     bool markup) const {
  if (!references && !markup && !has_return_ && !has_nul_) {
    return end;
  }
  for (std::size_t size = 64; at < end; size = std::min<std::size_t>(size * 2, 4096)) {
    const std::string_view window = s_.substr(at, std::min(size, end - at));
    std::string_view text = window;
    const auto stop_at = [&](bool asked, char c) {
      text = asked ? text.substr(0, text.find(c)) : text;
    };
    stop_at(markup, '<');
    stop_at(references, '&');
    stop_at(has_return_, '\r');
    stop_at(has_nul_, '\0');
    at += text.size();
    if (text.size() < window.size()) {
      break;
    }
  }
  return at;
}

bool HtmlTokenizer::emit(HtmlToken& token, std::size_t begin, std::size_t end,
                         std::string_view text) {
  token.kind = HtmlTokenKind::text;
  token.begin = static_cast<std::uint32_t>(begin);
  token.end = static_cast<std::uint32_t>(end);
  token.verbatim = false;
  token.data.assign(text);
  return true;
}

// One piece of text before text_end_ (or the next markup in data). REQUIRES: at_ < its end.
bool HtmlTokenizer::text_piece(HtmlToken& token) {
  const std::size_t end = content_ == HtmlContent::data ? s_.size() : text_end_;
  const bool references = content_ == HtmlContent::data || content_ == HtmlContent::rcdata;
  const std::size_t begin = at_;
  const char c = s_[at_];
  if (c == '\r') {
    at_ += at_ + 1 < s_.size() && s_[at_ + 1] == '\n' ? 2 : 1;
    return emit(token, begin, at_, "\n");
  }
  if (c == '\0') {
    ++at_;
    // In data and CDATA the standard passes NUL on; the tree would drop it. So do we, as U+0000.
    const bool keep = content_ == HtmlContent::data || content_ == HtmlContent::cdata;
    return emit(token, begin, at_, keep ? std::string_view("\0", 1) : kReplacement);
  }
  if (c == '&' && references) {
    token.data.clear();
    std::string& out = token.data;
    const std::size_t n = decode_reference(s_, at_, false, out);
    if (n != 0) {
      at_ += n;
      token.kind = HtmlTokenKind::text;
      token.begin = static_cast<std::uint32_t>(begin);
      token.end = static_cast<std::uint32_t>(at_);
      token.verbatim = false;
      return true;
    }
    ++at_;
  } else if (c == '<') {
    ++at_;  // a '<' that opens nothing
  }
  at_ = plain_end(at_, end, references, content_ == HtmlContent::data);
  token.kind = HtmlTokenKind::text;
  token.begin = static_cast<std::uint32_t>(begin);
  token.end = static_cast<std::uint32_t>(at_);
  token.verbatim = true;
  return true;
}

bool HtmlTokenizer::next(HtmlToken& token) {
  while (at_ < s_.size()) {
    if (content_ != HtmlContent::data) {
      if (at_ < text_end_) {
        return text_piece(token);
      }
      if (content_ == HtmlContent::cdata) {
        at_ = std::min(s_.size(), at_ + 3);
      }
      content_ = HtmlContent::data;
      continue;
    }
    if (s_[at_] != '<') {
      return text_piece(token);
    }
    const std::size_t before = at_;
    if (markup(token)) {
      return true;
    }
    if (at_ == before) {
      return text_piece(token);  // '<' is text
    }
  }
  return false;
}

// At '<'. True: token filled. False with at_ unmoved: text; moved: nothing to emit.
bool HtmlTokenizer::markup(HtmlToken& token) {
  if (at_ + 1 >= s_.size()) {
    return false;
  }
  const char c = s_[at_ + 1];
  if (letter(c)) {
    return tag(token, false);
  }
  if (c == '/') {
    if (at_ + 2 >= s_.size()) {
      return false;
    }
    if (letter(s_[at_ + 2])) {
      return tag(token, true);
    }
    if (s_[at_ + 2] == '>') {
      at_ += 3;
      return false;
    }
    return bogus_comment(token, at_ + 2);
  }
  if (c == '?') {
    return bogus_comment(token, at_ + 1);
  }
  if (c != '!') {
    return false;
  }
  const std::string_view rest = s_.substr(at_ + 2);
  if (rest.starts_with("--")) {
    return comment(token);
  }
  if (starts_with_ignoring_case(rest, "doctype")) {
    return doctype(token);
  }
  if (cdata_allowed_ && rest.starts_with("[CDATA[")) {
    at_ += 9;
    content_ = HtmlContent::cdata;
    text_end_ = content_end();
    return false;
  }
  return bogus_comment(token, at_ + 2);
}

bool HtmlTokenizer::tag(HtmlToken& token, bool end) {
  const std::size_t begin = at_;
  std::size_t at = at_ + (end ? 2 : 1);
  token.data.clear();
  const std::size_t name = at;
  while (at < s_.size() && !white(s_[at]) && s_[at] != '/' && s_[at] != '>') {
    ++at;
  }
  append_name(token.data, s_.substr(name, at - name));
  cut_ += at - name > kMostNameBytes ? 1 : 0;
  at_ = at;
  token.attribute_count = 0;
  token.self_closing = false;
  if (!read_attributes(token)) {
    at_ = s_.size();
    return false;  // the input ends inside the tag: no tag
  }
  token.kind = end ? HtmlTokenKind::end_tag : HtmlTokenKind::start_tag;
  token.begin = static_cast<std::uint32_t>(begin);
  token.end = static_cast<std::uint32_t>(at_);
  if (!end) {
    content_ = html_content_of(token.data);
    if (content_ != HtmlContent::data) {
      last_start_ = token.data;
      text_end_ = content_end();
    }
  }
  return true;
}

// From behind the tag name to behind '>'. False at the end of the input.
bool HtmlTokenizer::read_attributes(HtmlToken& token) {
  while (at_ < s_.size()) {
    const char c = s_[at_];
    if (white(c)) {
      ++at_;
      continue;
    }
    if (c == '>') {
      ++at_;
      return true;
    }
    if (c == '/') {
      if (at_ + 1 < s_.size() && s_[at_ + 1] == '>') {
        token.self_closing = true;
        at_ += 2;
        return true;
      }
      ++at_;
      continue;
    }
    if (token.attribute_count == token.attributes.size()) {
      token.attributes.emplace_back();
    }
    HtmlAttribute& a = token.attributes[token.attribute_count];
    attribute_name(a.name);
    const bool room = token.attribute_count < kMostAttributes;
    cut_ += room ? 0 : 1;
    const bool kept = room && (wanted_ == nullptr || wanted_(a.name)) && !known(token, a.name);
    while (at_ < s_.size() && white(s_[at_])) {
      ++at_;
    }
    a.value.clear();
    if (at_ < s_.size() && s_[at_] == '=') {
      ++at_;
      if (!attribute_value(a, kept)) {
        return false;
      }
    }
    token.attribute_count += kept ? 1 : 0;
  }
  return false;
}

// A leading '=' belongs to the name.
void HtmlTokenizer::attribute_name(std::string& name) {
  const std::size_t begin = at_;
  do {
    ++at_;
  } while (at_ < s_.size() && !white(s_[at_]) && s_[at_] != '/' && s_[at_] != '>' &&
           s_[at_] != '=');
  name.clear();
  append_name(name, s_.substr(begin, at_ - begin));
  cut_ += at_ - begin > kMostNameBytes ? 1 : 0;
}

// Behind '='. False at the end of the input. The value is decoded if it is `kept`.
bool HtmlTokenizer::attribute_value(HtmlAttribute& attribute, bool kept) {
  while (at_ < s_.size() && white(s_[at_])) {
    ++at_;
  }
  if (at_ >= s_.size()) {
    return false;
  }
  const char quote = s_[at_];
  const bool quoted = quote == '"' || quote == '\'';
  if (quote == '>') {
    return true;
  }
  at_ += quoted ? 1 : 0;
  const std::size_t begin = at_;
  std::size_t end = s_.size();
  if (quoted) {
    end = std::min(s_.find(quote, begin), s_.size());
  } else {
    end = begin;
    while (end < s_.size() && !white(s_[end]) && s_[end] != '>') {
      ++end;
    }
  }
  at_ = end + (quoted ? 1 : 0);
  if (end >= s_.size()) {
    at_ = s_.size();
    return false;
  }
  attribute.value_begin = static_cast<std::uint32_t>(begin);
  if (kept) {
    decode_value(attribute.value, begin, end);
  }
  return true;
}

void HtmlTokenizer::decode_value(std::string& value, std::size_t from, std::size_t to) {
  if (to - from > kMostValueBytes) {
    ++cut_;
    to = from + kMostValueBytes;
    while (to > from && (static_cast<unsigned char>(s_[to]) & 0xC0) == 0x80) {
      --to;
    }
  }
  while (from < to) {
    const std::size_t plain = plain_end(from, to, true, false);
    value.append(s_.substr(from, plain - from));
    if (plain == to) {
      return;
    }
    from = plain;
    if (s_[from] == '&') {
      const std::size_t n = decode_reference(s_, from, true, value);
      value.append(n == 0 ? "&" : "");
      from += std::max<std::size_t>(n, 1);
      continue;
    }
    const std::size_t two = s_[from] == '\r' && from + 1 < to && s_[from + 1] == '\n' ? 2 : 1;
    append_clean(value, s_, from, from + two);
    from += two;
  }
}

bool HtmlTokenizer::comment(HtmlToken& token) {
  const std::size_t begin = at_;
  const std::size_t from = at_ + 4;
  token.kind = HtmlTokenKind::comment;
  token.data.clear();
  std::size_t to = s_.size(), after = s_.size();
  const std::string_view rest = s_.substr(from);
  if (rest.starts_with(">")) {
    to = from;
    after = from + 1;
  } else if (rest.starts_with("->")) {
    to = from;
    after = from + 2;
  } else {
    bool closed = false;
    for (std::size_t at = from; (at = s_.find("--", at)) != std::string_view::npos; ++at) {
      if (at + 2 < s_.size() && s_[at + 2] == '>') {
        to = at;
        after = at + 3;
        closed = true;
        break;
      }
      if (s_.substr(at + 2).starts_with("!>")) {
        to = at;
        after = at + 4;
        closed = true;
        break;
      }
    }
    if (!closed) {  // dashes at the very end belong to the end, not to the comment
      const std::string_view body = s_.substr(from);
      std::size_t drop = 0;
      if (body.ends_with("--!")) {
        drop = 3;
      } else if (body.ends_with("--")) {
        drop = 2;
      } else if (body.ends_with("-")) {
        drop = 1;
      }
      to = s_.size() - drop;
    }
  }
  if (keep_comments_) {
    append_clean(token.data, s_, std::min(from, to), to);
  }
  at_ = after;
  token.begin = static_cast<std::uint32_t>(begin);
  token.end = static_cast<std::uint32_t>(at_);
  return true;
}

bool HtmlTokenizer::bogus_comment(HtmlToken& token, std::size_t from) {
  const std::size_t begin = at_;
  const std::size_t end = std::min(s_.find('>', from), s_.size());
  token.kind = HtmlTokenKind::comment;
  token.data.clear();
  if (keep_comments_) {
    append_clean(token.data, s_, from, end);
  }
  at_ = std::min(end + 1, s_.size());
  token.begin = static_cast<std::uint32_t>(begin);
  token.end = static_cast<std::uint32_t>(at_);
  return true;
}

// A quoted identifier at `at`; quirks if it is missing or cut.
void HtmlTokenizer::doctype_id(std::size_t& at, std::string& id, bool& has, bool& quirks) {
  while (at < s_.size() && white(s_[at])) {
    ++at;
  }
  if (at >= s_.size() || (s_[at] != '"' && s_[at] != '\'')) {
    quirks = true;
    return;
  }
  const char quote = s_[at++];
  has = true;
  const std::size_t end = std::min(s_.find_first_of(quote == '"' ? "\">" : "'>", at), s_.size());
  append_clean(id, s_, at, end);
  at = end;
  if (end < s_.size() && s_[end] == quote) {
    ++at;
  } else {
    quirks = true;
  }
}

bool HtmlTokenizer::doctype(HtmlToken& token) {
  const std::size_t begin = at_;
  std::size_t at = at_ + 9;
  token.kind = HtmlTokenKind::doctype;
  token.data.clear();
  token.public_id.clear();
  token.system_id.clear();
  token.has_name = token.has_public_id = token.has_system_id = token.force_quirks = false;
  const auto skip = [&] {
    while (at < s_.size() && white(s_[at])) {
      ++at;
    }
  };
  skip();
  while (at < s_.size() && s_[at] != '>' && !white(s_[at])) {
    if (s_[at] == '\0') {
      token.data += kReplacement;
    } else {
      token.data += lower(s_[at]);
    }
    ++at;
  }
  token.has_name = !token.data.empty();
  bool quirks = !token.has_name;
  skip();
  bool bogus = false;
  if (at < s_.size() && s_[at] != '>') {
    const std::string_view word = s_.substr(at, 6);
    if (equal_ignoring_case(word, "public")) {
      at += 6;
      doctype_id(at, token.public_id, token.has_public_id, quirks);
      if (!quirks) {
        skip();
        if (at < s_.size() && s_[at] != '>') {
          doctype_id(at, token.system_id, token.has_system_id, quirks);
        }
      }
    } else if (equal_ignoring_case(word, "system")) {
      at += 6;
      doctype_id(at, token.system_id, token.has_system_id, quirks);
    } else {
      quirks = bogus = true;
    }
    if (!bogus) {
      skip();
    }
  }
  const std::size_t end = s_.find('>', at);
  // The input ends: quirks, unless only rubbish behind a whole doctype was left unread.
  const bool rubbish = at < s_.size() && s_[at] != '>' && !quirks;
  token.force_quirks = quirks || (end == std::string_view::npos && !rubbish);
  at_ = end == std::string_view::npos ? s_.size() : end + 1;
  token.begin = static_cast<std::uint32_t>(begin);
  token.end = static_cast<std::uint32_t>(at_);
  return true;
}

}  // namespace sayso::read
