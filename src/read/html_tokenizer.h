// SPDX-License-Identifier: Apache-2.0
// The tokenizer of the HTML standard (https://html.spec.whatwg.org/#tokenization): UTF-8 in, tags,
// text, comments and doctypes out, each with the source bytes it came from. Errors are not
// reported; the tokens are those of the standard.
//
// Text comes in pieces: as long a run as stands verbatim in the source (`verbatim`: no copy), and
// single pieces for character references, line ends and replaced bytes. Tokens are reused: no
// allocation a token in the steady state. Linear in the input.
//
// Limits, so that memory stays bounded whatever the page holds: of a tag 64 attributes are kept, of
// a name 1 KiB, of a value 64 KiB; what is longer is read past and counted in cut().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sayso::read {

enum class HtmlTokenKind : std::uint8_t { text, start_tag, end_tag, comment, doctype };

struct HtmlAttribute {
  std::string name, value;
  std::uint32_t value_begin = 0;  // source byte of the value's first character
};

struct HtmlToken {
  HtmlTokenKind kind = HtmlTokenKind::text;
  std::uint32_t begin = 0, end = 0;  // source bytes
  bool verbatim = false;             // text: the source bytes as they stand; data is not filled
  bool self_closing = false;
  std::string data;  // tag name in lower case; comment; decoded text; doctype name
  std::vector<HtmlAttribute> attributes;  // the first attribute_count are this tag's
  std::size_t attribute_count = 0;
  // doctype: absent identifiers are told apart from empty ones
  std::string public_id, system_id;
  bool has_name = false, has_public_id = false, has_system_id = false, force_quirks = false;

  [[nodiscard]] std::string_view text(std::string_view source) const {
    return verbatim ? source.substr(begin, end - begin) : std::string_view(data);
  }
};

// The content of an element decides how its text is read.
enum class HtmlContent : std::uint8_t { data, rcdata, rawtext, script, plaintext, cdata };
HtmlContent html_content_of(std::string_view element);  // its name in lower case

class HtmlTokenizer {
 public:
  // REQUIRES: source is valid UTF-8, shorter than 4 GiB, and outlives the tokenizer.
  explicit HtmlTokenizer(std::string_view source)
      : s_(source),
        has_return_(source.find('\r') != std::string_view::npos),
        has_nul_(source.find('\0') != std::string_view::npos) {}

  // False at the end. Switches by itself to rcdata, rawtext or script behind <title>, <style> ...
  bool next(HtmlToken& token);

  // For tests and foreign content: how to go on, and the start tag whose end tag ends it.
  void set_content(HtmlContent content, std::string_view last_start_tag);
  void allow_cdata(bool allow) { cdata_allowed_ = allow; }
  // For readers that need neither comments nor most attributes: comments come with empty data, and
  // attributes whose names `wanted` refuses not at all.
  void keep_only(bool (*wanted)(std::string_view name)) {
    wanted_ = wanted;
    keep_comments_ = false;
  }
  // Attributes, names and values that were longer or more than the limits.
  [[nodiscard]] std::size_t cut() const { return cut_; }

 private:
  bool text_piece(HtmlToken& token);
  bool markup(HtmlToken& token);
  bool tag(HtmlToken& token, bool end);
  bool read_attributes(HtmlToken& token);
  void attribute_name(std::string& name);
  bool attribute_value(HtmlAttribute& attribute, bool kept);
  void decode_value(std::string& value, std::size_t from, std::size_t to);
  bool comment(HtmlToken& token);
  bool bogus_comment(HtmlToken& token, std::size_t from);
  bool doctype(HtmlToken& token);
  void doctype_id(std::size_t& at, std::string& id, bool& has, bool& quirks);
  bool emit(HtmlToken& token, std::size_t begin, std::size_t end, std::string_view text);
  [[nodiscard]] std::size_t plain_end(std::size_t at, std::size_t end, bool references,
                                      bool markup) const;
  [[nodiscard]] std::size_t content_end() const;
  [[nodiscard]] std::size_t script_end() const;
  [[nodiscard]] bool closes_at(std::size_t at) const;

  void append_name(std::string& out, std::string_view name) const;

  std::string_view s_;
  bool has_return_, has_nul_;  // anywhere: what is not there need not be looked for
  std::size_t at_ = 0;
  std::size_t text_end_ = 0;  // rcdata, rawtext, script: where the content stops
  HtmlContent content_ = HtmlContent::data;
  bool cdata_allowed_ = false, keep_comments_ = true;
  bool (*wanted_)(std::string_view) = nullptr;
  std::size_t cut_ = 0;
  std::string last_start_;
};

// Decodes the character reference at s[at] == '&'. Returns its length in bytes, 0 if it is none.
std::size_t decode_reference(std::string_view s, std::size_t at, bool in_attribute,
                             std::string& out);

}  // namespace sayso::read
