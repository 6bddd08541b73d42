// SPDX-License-Identifier: Apache-2.0
// Content that is no markup (titles, styles, scripts): which elements have it and where it stops.
#include "base/text.h"
#include "read/html_tokenizer.h"

namespace sayso::read {
namespace {

bool white(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

}  // namespace

HtmlContent html_content_of(std::string_view name) {
  if (name.size() < 3 || name.size() > 9 ||
      std::string_view("tsxinp").find(name[0]) == std::string_view::npos) {
    return HtmlContent::data;
  }
  if (name == "title" || name == "textarea") {
    return HtmlContent::rcdata;
  }
  if (name == "style" || name == "xmp" || name == "iframe" || name == "noembed" ||
      name == "noframes") {
    return HtmlContent::rawtext;
  }
  if (name == "script") {
    return HtmlContent::script;
  }
  return name == "plaintext" ? HtmlContent::plaintext : HtmlContent::data;
}

void HtmlTokenizer::set_content(HtmlContent content, std::string_view last_start_tag) {
  content_ = content;
  last_start_ = last_start_tag;
  text_end_ = content_end();
}

// True if "</name" and a delimiter stand at `at`, for the last start tag.
bool HtmlTokenizer::closes_at(std::size_t at) const {
  const std::size_t end = at + 2 + last_start_.size();
  if (last_start_.empty() || end >= s_.size() || s_[at + 1] != '/' ||
      !equal_ignoring_case(s_.substr(at + 2, last_start_.size()), last_start_)) {
    return false;
  }
  const char c = s_[end];
  return white(c) || c == '/' || c == '>';
}

// Where rcdata, rawtext or script content that begins at at_ stops.
std::size_t HtmlTokenizer::content_end() const {
  if (content_ == HtmlContent::script) {
    return script_end();
  }
  if (content_ == HtmlContent::cdata) {
    const std::size_t end = s_.find("]]>", at_);
    return end == std::string_view::npos ? s_.size() : end;
  }
  if (content_ == HtmlContent::data || content_ == HtmlContent::plaintext) {
    return s_.size();
  }
  for (std::size_t at = at_; (at = s_.find("</", at)) != std::string_view::npos; at += 2) {
    if (closes_at(at)) {
      return at;
    }
  }
  return s_.size();
}

// Script content: "<!--" opens an escape in which "<script>" hides one "</script>".
std::size_t HtmlTokenizer::script_end() const {
  enum { plain, escaped, twice } state = plain;
  const auto tag_at = [&](std::size_t at, std::size_t name) {
    return name + 6 < s_.size() && equal_ignoring_case(s_.substr(name, 6), "script") &&
           (white(s_[name + 6]) || s_[name + 6] == '/' || s_[name + 6] == '>') && at < name;
  };
  for (std::size_t at = at_; at < s_.size();) {
    if (state == plain) {
      at = s_.find('<', at);
      if (at == std::string_view::npos) {
        break;
      }
      if (closes_at(at)) {
        return at;
      }
      if (s_.substr(at).starts_with("<!--")) {
        state = escaped;
        at += 2;  // the dashes count for "-->" too: "<!-->" closes at once
        continue;
      }
      ++at;
      continue;
    }
    const std::size_t mark = s_.find_first_of("<-", at);
    if (mark == std::string_view::npos) {
      break;
    }
    at = mark;
    if (s_[at] == '-') {
      if (s_.substr(at).starts_with("-->")) {
        state = plain;
        at += 3;
      } else {
        ++at;
      }
    } else if (state == escaped && closes_at(at)) {
      return at;
    } else if (state == escaped && tag_at(at, at + 1)) {
      state = twice;
      at += 8;
    } else if (state == twice && at + 1 < s_.size() && s_[at + 1] == '/' && tag_at(at, at + 2)) {
      state = escaped;
      at += 9;
    } else {
      ++at;
    }
  }
  return s_.size();
}

}  // namespace sayso::read
