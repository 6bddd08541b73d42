// SPDX-License-Identifier: Apache-2.0
// HTML to the blocks of its article. Built once, shared by all threads.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "read/encoding.h"
#include "read/html_extract.h"
#include "read/live.h"
#include "read/metadata.h"
#include "read/segment.h"

namespace sayso::read {

class Assembler;

class HtmlReader {
 public:
  HtmlReader(const Tables& tables, const Table& markup)
      : tables_(tables), markup_(markup), extractor_(tables_, markup_) {}
  HtmlReader(const HtmlReader&) = delete;
  HtmlReader& operator=(const HtmlReader&) = delete;

  // The article of a page: fills d.text and d.origins, returns its raw blocks in order and, in
  // `posts`, where the posts of a live report begin (bytes of d.text). `latest`: no report is
  // younger.
  std::vector<RawBlock> article(Document& d, const DecodedBytes& bytes,
                                std::optional<Instant> latest, PageMetadata& metadata,
                                std::vector<PostMark>& posts) const;
  // A piece of HTML that is all article (an entry of a feed): everything in it, in order.
  std::vector<RawBlock> fragment(Document& d, std::string_view html) const;

 private:
  void add_posts(Assembler& out, const std::vector<LivePost>& list, std::string_view source,
                 const HtmlTree& tree, std::vector<PostMark>& posts) const;
  [[nodiscard]] bool prompts_to_pay(const Page& page,
                                    const std::vector<std::uint32_t>& paras) const;

  Tables tables_;
  MarkupWords markup_;
  Extractor extractor_;
};

}  // namespace sayso::read
