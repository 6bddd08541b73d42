// SPDX-License-Identifier: Apache-2.0
#include "mention/mention.h"

#include <algorithm>

#include "mention/country_choice.h"
#include "mention/found.h"
#include "mention/quantities.h"
#include "mention/times.h"
#include "mention/words.h"

namespace sayso {
namespace {

using mention::Found;

struct MentionScratch : Scratch {
  std::vector<mention::TimeExpr> times;
  mention::Buffers buffers;
};

class MentionStage : public Stage {
 public:
  MentionStage(mention::Words words, mention::Catalog catalog, MentionOptions options)
      : words_(std::move(words)), catalog_(std::move(catalog)), options_(options) {}
  [[nodiscard]] std::string_view name() const override { return "mention"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerTree; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerMentions; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<MentionScratch>();
  }

  Status run(Document& d, Scratch& scratch) const override {
    auto& s = static_cast<MentionScratch&>(scratch);
    mention::Buffers& b = s.buffers;
    b.taken.assign(d.tokens.size(), 0);
    mention::read_times(words_, d, s.times);
    for (const When& when : d.whens) {
      std::fill(b.taken.begin() + when.tokens.begin, b.taken.begin() + when.tokens.end,
                std::uint8_t{1});
    }
    find_names(catalog_, d, b);
    find_titles(catalog_, d, b);
    find_nominals(catalog_, d, b);
    refresh_names(d, b);
    give_codes(catalog_, d, b);
    give_roles(catalog_, d, b);
    mark_metonyms(catalog_, d, b);
    give_places(catalog_, d, b, options_.explain);
    give_countries_of_places(catalog_, d, b);
    b.country_log = options_.country_log;
    if (options_.country_log != nullptr) {
      mention::CountryChooser(catalog_, d, b).log_known(*options_.country_log);
    }
    give_setting(catalog_, d, b);
    find_event_times(words_, catalog_, d, b);
    mention::read_quantities(words_, d, b.taken);
    find_pronouns(catalog_, d, b);
    add_times_and_quantities(d, b);
    refresh_names(d, b);
    b.log = options_.coref_log;
    give_entities(catalog_, d, b);
    give_home(catalog_, d, b, options_.explain);
    write(d, b);
    return {};
  }

 private:
  // Rows moved when described mentions came in between; owner links are set after.
  static void refresh_names(const Document& d, mention::Buffers& b) {
    b.name_at.assign(d.tokens.size(), mention::kNone);
    for (std::uint32_t row = 0; row < b.found.size(); ++row) {
      const Found& f = b.found[row];
      if (f.form == MentionForm::name) {
        std::fill(b.name_at.begin() + f.tokens.begin, b.name_at.begin() + f.tokens.end, row);
      }
    }
  }

  static void add_times_and_quantities(const Document& d, mention::Buffers& b) {
    const auto add = [&](TokenRange tokens, MentionKind kind) {
      Found f;
      f.tokens = tokens;
      f.head = tokens.end - 1;
      f.kind = kind;
      f.form = MentionForm::nominal;
      f.plural = true;  // no "it" means a time
      b.found.push_back(f);
    };
    for (const When& when : d.whens) {
      add(when.tokens, MentionKind::time);
    }
    for (const Quantity& quantity : d.quantities) {
      add(quantity.tokens, MentionKind::quantity);
    }
    reorder(b);
  }

  // In text order, wider first; owner rows follow.
  static void reorder(mention::Buffers& b) {
    b.order.resize(b.found.size());
    for (std::uint32_t i = 0; i < b.order.size(); ++i) {
      b.order[i] = i;
    }
    std::stable_sort(b.order.begin(), b.order.end(), [&](std::uint32_t x, std::uint32_t y) {
      const TokenRange& a = b.found[x].tokens;
      const TokenRange& c = b.found[y].tokens;
      return a.begin != c.begin ? a.begin < c.begin : a.end > c.end;
    });
    std::vector<std::uint32_t>& moved = b.any_at;
    moved.assign(b.found.size(), 0);
    std::vector<Found> sorted;
    sorted.reserve(b.found.size());
    for (std::uint32_t i = 0; i < b.order.size(); ++i) {
      moved[b.order[i]] = i;
      sorted.push_back(b.found[b.order[i]]);
    }
    for (Found& f : sorted) {
      f.owner = f.owner == mention::kNone ? f.owner : moved[f.owner];
      f.inside = f.inside == mention::kNone ? f.inside : moved[f.inside];
    }
    b.found.swap(sorted);
  }

  static void write(Document& d, const mention::Buffers& b) {
    d.mentions.reserve(b.found.size());
    for (const Found& f : b.found) {
      Mention m;
      m.tokens = f.tokens;
      m.head = TokenId{f.tokens.contains(f.head) ? f.head : f.tokens.end - 1};
      m.entity = EntityId{f.entity};
      m.code = f.code;
      m.name = f.name;
      m.kind = f.kind;
      m.form = f.form;
      m.metonym = f.metonym;
      if (f.place != mention::kNone && !f.metonym) {
        m.place = PlaceId{f.place};
      }
      d.mentions.push_back(m);
    }
  }

  mention::Words words_;
  mention::Catalog catalog_;
  MentionOptions options_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_mention_stage(const Knowledge& knowledge,
                                                  MentionOptions options) {
  SAYSO_TRY(mention::Words words, mention::Words::make(knowledge));
  SAYSO_TRY(mention::Catalog catalog, mention::Catalog::make(knowledge));
  return std::unique_ptr<Stage>(
      std::make_unique<MentionStage>(std::move(words), std::move(catalog), options));
}

}  // namespace sayso
