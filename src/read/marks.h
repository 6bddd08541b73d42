// SPDX-License-Identifier: Apache-2.0
// The tell-tale words of a block: is it furniture, a credit line, a correction, a byline, a
// caption; does something hang on behind its last sentence. All by the tables
// data/lexicon/read_*.tsv.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/tables.h"

namespace sayso::read {

// A full stop, question or exclamation mark, also inside closing quotes and brackets, at the end.
bool ends_like_sentence(std::string_view text);

// Where a stray full stop behind the sentence's own begins (" . " left by a cut link), else size.
std::size_t stray_stop(std::string_view text);

// Where the words of a byline's cue ("By", "Written by") at the beginning of the text end.
std::optional<std::size_t> byline_cue(const Tables& tables, std::string_view text);

class Marks {
 public:
  explicit Marks(const Tables& tables) : t_(tables) {}

  // REQUIRES (all): text is trimmed.
  [[nodiscard]] bool furniture(std::string_view text) const;
  // A prompt without which the rest is not to be had: "Subscribe to continue reading".
  [[nodiscard]] bool pays(std::string_view text) const;
  // A heading over what is no part of the report: "Related articles", "About the author".
  [[nodiscard]] bool section(std::string_view heading) const;
  [[nodiscard]] bool credits_begin(std::string_view text) const;
  [[nodiscard]] bool correction(std::string_view text) const;
  [[nodiscard]] bool byline(std::string_view text) const;
  // "By Ann Lee and Bo Chen, Reuters" -> {"Ann Lee", "Bo Chen"}; empty if it is no byline.
  [[nodiscard]] std::vector<std::string> byline_names(std::string_view text) const;
  [[nodiscard]] bool caption(std::string_view text) const;

  // Where a prompt ("Read more") hangs on behind the last sentence, else text.size().
  [[nodiscard]] std::size_t tail_begin(std::string_view text) const;
  // Where credits begin inside the paragraph ("... he said. (Reporting by ..."), else text.size().
  [[nodiscard]] std::size_t credits_inside(std::string_view text) const;

 private:
  const Tables& t_;
};

// Splits "Ann Lee, Bo Chen and Cy Dee" at commas and "and"; keeps what looks like a person's name.
std::vector<std::string> split_names(std::string_view text);
bool like_person_name(std::string_view name);

}  // namespace sayso::read
