// SPDX-License-Identifier: Apache-2.0
#include "parse/word_lookup.h"

namespace sayso {

const std::vector<const WordInfo*>& WordLookup::look_up(const Document& document,
                                                        const WordTable& table) {
  if (known_.size() > kKept) {
    known_.clear();
  }
  by_symbol_.assign(document.symbols.size(), nullptr);
  words_.clear();
  for (const Symbol form : document.tokens.form) {
    const WordInfo*& slot = by_symbol_[form.value];
    if (slot == nullptr) {
      const auto [at, fresh] = known_.try_emplace(document.symbols.hash(form));
      if (fresh) {
        at->second = table.info(document.symbols.text(form));
      }
      slot = &at->second;
    }
    words_.push_back(slot);
  }
  return words_;
}

}  // namespace sayso
