// SPDX-License-Identifier: Apache-2.0
#include "story/dispute_words.h"

#include <array>
#include <utility>

namespace sayso {
namespace {

constexpr std::array<std::pair<std::string_view, DisputeWords::Kind>, 16> kKinds{
    {{"points", DisputeWords::kPoints},
     {"such", DisputeWords::kSuch},
     {"the", DisputeWords::kThe},
     {"share", DisputeWords::kShare},
     {"denies", DisputeWords::kDenies},
     {"alleged", DisputeWords::kAlleged},
     {"granted", DisputeWords::kGranted},
     {"without", DisputeWords::kWithout},
     {"unit", DisputeWords::kUnit},
     {"any", DisputeWords::kAny},
     {"dead", DisputeWords::kDead},
     {"held", DisputeWords::kHeld},
     {"light", DisputeWords::kLight},
     {"false", DisputeWords::kFalse},
     {"named", DisputeWords::kNamed},
     {"negates", DisputeWords::kNegates}}};

}  // namespace

DisputeWords::DisputeWords(const Knowledge* knowledge) {
  if (knowledge == nullptr) {
    return;
  }
  if (const Table* t = knowledge->find_table("situation.dispute_words")) {
    const std::uint32_t kind = t->column("kind");
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      for (const auto& [name, bit] : kKinds) {
        if (t->text(r, kind) == name) {
          add(t->key(r), bit);
        }
      }
    }
  }
  if (const Table* t = knowledge->find_table("event.modality")) {
    const std::uint32_t governs = t->column("governs");
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      const std::string_view what = t->text(r, governs);
      if (what == "negation" || what == "auxiliary") {
        add(t->key(r), what == "negation" ? kNegates : kSoftens);
      }
    }
  }
  if (const Table* t = knowledge->find_table("situation.values")) {
    const std::uint32_t variable = t->column("variable");
    const std::uint32_t value = t->column("value");
    const std::uint32_t opposite = t->column("opposite");
    const std::uint32_t change = t->column("change");
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      if (!t->text(r, opposite).empty() && t->integer(r, change) == 0) {
        values_[t->key(r)].push_back(
            {t->text(r, variable), t->text(r, value), t->text(r, opposite)});
      }
    }
  }
}

void DisputeWords::add(std::string_view word, Kind kind) {
  kinds_[word] |= kind;
}

bool DisputeWords::is(std::string_view lower, Kind kind) const {
  const auto found = kinds_.find(lower);
  return found != kinds_.end() && (found->second & kind) != 0;
}

const std::vector<DisputeWords::Value>& DisputeWords::values_of(std::string_view lower) const {
  const auto found = values_.find(lower);
  return found == values_.end() ? none_ : found->second;
}

}  // namespace sayso
