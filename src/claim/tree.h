// SPDX-License-Identifier: Apache-2.0
// Tree: what the rules ask of a dependency tree again and again, answered in constant time after
// one linear walk over the document: descendants, extents, the child by a relation.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "doc/document.h"

namespace sayso::claims {

class Tree {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  void build(const Document& document);
  [[nodiscard]] const Document& document() const { return *document_; }

  // True for t itself too.
  [[nodiscard]] bool below(std::uint32_t t, std::uint32_t ancestor) const {
    return enter_[ancestor] <= enter_[t] && enter_[t] < leave_[ancestor];
  }
  // From the first to the last token below t.
  [[nodiscard]] TokenRange extent(std::uint32_t t) const { return extent_[t]; }
  // The first child with one of these relations, or kNone.
  [[nodiscard]] std::uint32_t child(std::uint32_t t, std::initializer_list<Deprel> wanted) const;
  // A subject of any kind that stands as a child, or kNone.
  [[nodiscard]] std::uint32_t subject(std::uint32_t t) const;
  [[nodiscard]] bool has_case(std::uint32_t t, std::string_view preposition) const;
  [[nodiscard]] std::string_view lower(std::uint32_t t) const {
    return document_->string(document_->tokens.lower[t]);
  }
  [[nodiscard]] std::string_view lemma(std::uint32_t t) const {
    return document_->string(document_->tokens.lemma[t]);
  }
  [[nodiscard]] Deprel rel(std::uint32_t t) const { return document_->tokens.deprel[t]; }
  [[nodiscard]] Upos upos(std::uint32_t t) const { return document_->tokens.upos[t]; }
  [[nodiscard]] std::uint32_t head(std::uint32_t t) const { return document_->tokens.head[t]; }
  [[nodiscard]] bool is_root(std::uint32_t t) const { return document_->tokens.is_root(t); }

 private:
  const Document* document_ = nullptr;
  std::vector<std::uint32_t> enter_, leave_, stack_;
  std::vector<TokenRange> extent_;
};

}  // namespace sayso::claims
