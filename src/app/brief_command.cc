// SPDX-License-Identifier: Apache-2.0
// brief: a bulletin of what changed in a span of days, in words, each line with who says so, who
// does not, and the words themselves.
#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <set>

#include "app/rebuild.h"
#include "app/store_commands.h"
#include "app/terminal.h"
#include "app/words.h"
#include "base/text.h"
#include "base/utf8.h"
#include "story/credibility.h"

namespace sayso {
namespace {

constexpr std::size_t kMostChanges = 60, kMostDisputes = 30, kMostEvents = 20;

std::string day_words(Day day) {
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Date d = to_date(day);
  return std::to_string(d.day) + " " + kMonths[static_cast<std::size_t>(d.month - 1)] + " " +
         std::to_string(d.year);
}
std::string day_words(Instant at) {
  return day_words(day_of(at));
}

// "gas flows from Russia", "Russian forces", "bridges crossing ...": many things.
bool many(const std::string& entity) {
  std::string_view head = entity;
  for (const std::string_view stop :
       {" from ", " of ", " to ", " crossing ", " in ", " over ", " at ", " ("}) {
    head = head.substr(0, head.find(stop));
  }
  const std::string_view last = head.substr(head.find_last_of(' ') + 1);
  return last.size() > 3 && last.ends_with('s') && !last.ends_with("ss") &&
         !(last[0] >= 'A' && last[0] <= 'Z');
}

std::string sentence_about(const std::string& entity, const std::string& variable,
                           const std::string& value) {
  const std::string is = many(entity) ? " are " : " is ";
  if (variable == "position") {
    return entity + is + "at: " + value;
  }
  if (variable == "substitute") {
    return entity + ": " + value + (many(value + " ") ? " take" : " takes") + " its place";
  }
  if (variable == "access" && value != "cut off") {
    return "access to " + entity + " is " + value;
  }
  if (value == "ended" || value == "resumed" || value == "collapsed") {
    return entity + (many(entity) ? " have " : " has ") + value;
  }
  return entity + is + value;
}

class Brief {
 public:
  Brief(Store& store, const Whole& whole, const Knowledge& knowledge, Instant since, Instant until,
        const Terminal& terminal)
      : store_(store),
        whole_(whole),
        knowledge_(knowledge),
        d_(whole.derived),
        since_(since),
        until_(until),
        t_(terminal) {}

  Status write() {
    head();
    SAYSO_TRY_STATUS(changes());
    SAYSO_TRY_STATUS(disputes());
    SAYSO_TRY_STATUS(corrections());
    SAYSO_TRY_STATUS(happenings());
    foot();
    return {};
  }
  [[nodiscard]] bool empty() const { return !any_; }

 private:
  [[nodiscard]] bool within(Instant at) const { return at >= since_ && at < until_; }
  [[nodiscard]] const Report& report(std::uint32_t row) const { return whole_.reports[row]; }

  void section(const char* name) {
    if (!section_open_) {
      std::printf("\n%s\n", t_.paint(Style::bold, name).c_str());
      section_open_ = true;
    }
    any_ = true;
  }
  void lines(const std::string& text, int indent, Style style) const {
    for (const std::string& line : wrap(text, t_.width() - indent)) {
      std::printf("%s%s\n", std::string(static_cast<std::size_t>(indent), ' ').c_str(),
                  t_.paint(style, line).c_str());
    }
  }
  void item(const std::string& text) const {
    bool first = true;
    for (const std::string& line : wrap(text, t_.width() - 2)) {
      std::printf("%s%s\n", first ? "• " : "  ", line.c_str());
      first = false;
    }
  }
  [[nodiscard]] std::string who(const Report& r, const std::string& source) const {
    std::string out = source;
    if (source != r.outlet && !r.outlet.empty()) {
      out += " (" + r.outlet + (r.known_at ? ", " + day_words(*r.known_at) : "") + ")";
    } else if (r.known_at) {
      out += ", " + day_words(*r.known_at);
    }
    return out;
  }
  Status quote(const Report& r, const std::string& source, Stretch where, const char* before) {
    SAYSO_TRY(std::string words, store_.sentence(r.row, where));
    std::replace(words.begin(), words.end(), '\n', ' ');
    lines(before + who(r, source) + ": “" + words + "”", 4, Style::dim);
    return {};
  }

  void head() const {
    std::set<std::string> outlets;
    std::size_t reports = 0;
    std::size_t copies = 0;
    for (std::uint32_t i = 0; i < whole_.reports.size(); ++i) {
      const Report& r = report(i);
      if (r.known_at && within(*r.known_at)) {
        ++reports;
        outlets.insert(r.outlet);
        copies += d_.stories.original_of[i] != i ? 1 : 0;
      }
    }
    std::string title = "What changed";
    if (since_ != kOpenStart) {
      title += " since " + day_words(since_);
    }
    if (until_ != kOpenEnd) {
      title += " until " + day_words(until_ - 1);
    }
    std::printf("%s\n", t_.paint(Style::bold, title).c_str());
    lines(std::to_string(reports) + " reports from " + std::to_string(outlets.size()) +
              " outlets, of which " + std::to_string(copies) +
              " are reprints and count as the one they copy.",
          0, Style::dim);
  }

  // Facts that began in the span, oldest first, with what was so before.
  Status changes() {
    section_open_ = false;
    std::vector<std::pair<const Fact*, const Fact*>> found;
    const Fact* before = nullptr;
    for (const Fact& f : d_.facts) {
      const bool same =
          before != nullptr && before->entity_key == f.entity_key && before->variable == f.variable;
      if (!f.named) {
        continue;
      }
      if (f.status != FactStatus::inferred && within(f.valid_from)) {
        found.emplace_back(&f, same ? before : nullptr);
      } else if (f.status == FactStatus::inferred && within(f.valid_from)) {
        found.emplace_back(&f, nullptr);
      }
      before = &f;
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
      return day_of(a.first->valid_from) < day_of(b.first->valid_from);
    });
    if (found.size() > kMostChanges) {  // the latest
      found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(kMostChanges));
    }
    for (const auto& [fact, old] : found) {
      section("THE STATE OF THINGS");
      SAYSO_TRY_STATUS(change(*fact, old));
    }
    return {};
  }

  Status change(const Fact& f, const Fact* before) {
    std::string text = day_words(f.valid_from) + ": " +
                       t_.paint(Style::state, sentence_about(f.entity, f.variable, f.value));
    if (before != nullptr) {
      text += ", until then " + before->value;
    }
    if (f.valid_to != kOpenEnd && f.status == FactStatus::superseded) {
      text += " (until " + day_words(f.valid_to) + ")";
    }
    text += ". ";
    if (f.status == FactStatus::inferred) {
      item(text + "Inferred: " + f.because + ".");
      return {};
    }
    text += std::to_string(f.sources) + (f.sources == 1 ? " source; " : " independent sources; ") +
            std::string(credibility_name(f.credibility)) + " (" + std::to_string(f.credibility) +
            ")";
    text += f.opposes.empty() ? "." : "; " + t_.paint(Style::warning, "contested") + ".";
    item(text);
    SAYSO_TRY_STATUS(evidence(f.supports, "", 2));
    return evidence(f.opposes, "Against: ", 2);
  }

  // The first words of up to `most` different sources.
  Status evidence(const std::vector<std::uint32_t>& rows, const char* before, std::size_t most) {
    std::set<std::string> heard;
    for (const std::uint32_t row : rows) {
      const Statement& s = d_.statements[row];
      if (s.copy || heard.size() >= most || !heard.insert(s.source_key).second) {
        continue;
      }
      SAYSO_TRY_STATUS(
          quote(report(s.report), s.source, report(s.report).states[s.state].where, before));
    }
    return {};
  }

  Status disputes() {
    section_open_ = false;
    std::size_t shown = 0;
    for (const auto* list : {&d_.contradictions, &d_.accounts.contradictions}) {
      for (const Contradiction& c : *list) {
        const Report& l = report(c.left_report);
        const Report& r = report(c.right_report);
        const Instant at = std::max(l.known_at.value_or(0), r.known_at.value_or(0));
        if (!within(at) || shown++ >= kMostDisputes) {
          continue;
        }
        section("WHO CONTRADICTS WHOM");
        const auto says = [](const std::string& source, const std::string& what) {
          const bool no = what == "denied" || what == "it did not happen";
          const bool yes = what == "it happened" || what == "said so";
          return source + (no ? " denies it" : (yes ? " says so" : " says: " + what));
        };
        item(c.subject + ", " + std::string(differ_words(c.in)) + ": " +
             says(c.left_source, c.left) + "; " + says(c.right_source, c.right) + ".");
        SAYSO_TRY_STATUS(quote(l, c.left_source, c.left_where, ""));
        SAYSO_TRY_STATUS(quote(r, c.right_source, c.right_where, ""));
      }
    }
    return {};
  }

  // Reports replaced by a later version within the span.
  Status corrections() {
    section_open_ = false;
    for (const Report& r : whole_.reports) {
      if (!r.known_until || !within(*r.known_until)) {
        continue;
      }
      section("CORRECTED OR UPDATED");
      const auto newer =
          std::find_if(whole_.reports.begin(), whole_.reports.end(), [&](const Report& n) {
            return n.document_id == r.document_id && n.known_at == r.known_until;
          });
      item(r.outlet + " replaced on " + day_words(*r.known_until) + " “" + r.title + "”" +
           (newer == whole_.reports.end() ? "." : " by “" + newer->title + "”."));
    }
    return {};
  }

  // Events of the span that most independent sources tell, hard news before talk.
  Status happenings() {
    section_open_ = false;
    std::vector<const Account*> found;
    for (const Account& a : d_.accounts.accounts) {
      const Instant at = a.from != kOpenStart
                             ? a.from
                             : report(a.evidence.front().report).known_at.value_or(kOpenStart);
      const Instant told = report(a.evidence.front().report).known_at.value_or(kOpenStart);
      if (!a.retracted && a.affirming > 0 && within(told) &&
          (since_ == kOpenStart || at >= since_ - 7 * kDaySeconds)) {
        found.push_back(&a);
      }
    }
    std::stable_sort(found.begin(), found.end(), [&](const Account* a, const Account* b) {
      return importance(*a) > importance(*b);
    });
    // What one sentence tells is one item: the most important of it.
    std::set<std::pair<std::uint32_t, std::uint32_t>> sentences;
    const auto again = [&](const Account* a) {
      const Evidence& first = a->evidence.front();
      return !sentences.emplace(first.report, report(first.report).events[first.event].sentence)
                  .second;
    };
    found.erase(std::remove_if(found.begin(), found.end(), again), found.end());
    found.resize(std::min(found.size(), kMostEvents));
    std::stable_sort(found.begin(), found.end(), [&](const Account* a, const Account* b) {
      return report(a->evidence.front().report).known_at.value_or(0) <
             report(b->evidence.front().report).known_at.value_or(0);
    });
    for (const Account* a : found) {
      section("WHAT HAPPENED, BY THE MOST SOURCES");
      SAYSO_TRY_STATUS(happening(*a));
    }
    return {};
  }

  // Sources count most; then deaths, deeds before words, and whether it is known who and whom.
  [[nodiscard]] int importance(const Account& a) const {
    const Table* types = knowledge_.find_table("ontology.types");
    const RowRange rows = types == nullptr ? RowRange{} : types->find(a.type);
    const bool deed =
        !rows.empty() && types->text(rows.begin, types->column("quad")).starts_with("material");
    return 4 * static_cast<int>(a.affirming + a.denying) + (a.killed.low ? 3 : 0) + (deed ? 2 : 0) +
           (a.agent_code.empty() ? 0 : 1) + (a.target.empty() && a.place.empty() ? 0 : 1);
  }

  Status happening(const Account& a) {
    const Evidence& first = a.evidence.front();
    std::string text = lowered(a.type);
    if (!text.empty()) {
      text[0] = static_cast<char>(text[0] >= 'a' && text[0] <= 'z' ? text[0] - 32 : text[0]);
    }
    text = t_.paint(Style::event, text + (a.mode.empty() ? "" : " (" + a.mode + ")"));
    text += a.agent.empty() ? "" : " by " + a.agent;
    text += a.target.empty() ? "" : (a.agent.empty() ? ": " : " – ") + a.target;
    text += a.place.empty() || a.place == a.target || a.place == a.agent ? "" : ", " + a.place;
    text += ". " + std::to_string(a.affirming) +
            (a.affirming == 1 ? " source; " : " independent sources; ") +
            std::string(credibility_name(a.credibility)) + " (" + std::to_string(a.credibility) +
            ")";
    text += a.denying > 0 ? "; denied by " + std::to_string(a.denying) + "." : ".";
    if (a.killed.low) {
      text += " Killed: " + std::to_string(static_cast<long>(*a.killed.low)) +
              (*a.killed.low != *a.killed.high
                   ? " to " + std::to_string(static_cast<long>(*a.killed.high))
                   : "") +
              ".";
    }
    item(text);
    const Report& r = report(first.report);
    return quote(r, first.source, r.events[first.event].trigger.front(), "");
  }

  void foot() const {
    std::printf("\n");
    lines(
        "Credibility: 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, "
        "6 cannot be judged; it says how well a thing is supported, not whether its source is "
        "reliable (sayso sources).",
        0, Style::dim);
  }

  Store& store_;
  const Whole& whole_;
  const Knowledge& knowledge_;
  const Derived& d_;
  Instant since_, until_;
  const Terminal& t_;
  bool section_open_ = false, any_ = false;
};

}  // namespace

int run_brief(const BriefCommand& command) {
  auto since = day_option("--since", command.since);
  auto until = day_option("--until", command.until);
  if (!since || !until) {
    return complain(since ? until.error() : since.error());
  }
  auto knowledge = open_knowledge(command.common);
  if (!knowledge) {
    return complain(knowledge.error());
  }
  auto store = open_for_reading(command.db);
  if (!store) {
    return complain(store.error());
  }
  auto whole = derive(**store, *knowledge);
  if (!whole) {
    return complain(whole.error());
  }
  const Terminal t = Terminal::of_stdout();
  Brief brief(**store, **whole, *knowledge,
              *since ? static_cast<Instant>(**since) * kDaySeconds : kOpenStart,
              *until ? (static_cast<Instant>(**until) + 1) * kDaySeconds : kOpenEnd, t);
  if (const Status status = brief.write(); !status.ok()) {
    return complain(status.error());
  }
  return brief.empty() ? 1 : 0;
}

}  // namespace sayso
