// SPDX-License-Identifier: Apache-2.0
// Who wrote it. JSON-LD and <meta> are taken at their word, an institution too; what merely stands
// on the page (a byline, a link to an author's page, an element named so) must look like a person's
// name. Where the markup names nobody but a login or the site itself, a person on the page wins.
#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"
#include "read/dates.h"
#include "read/html_tokenizer.h"
#include "read/marks.h"
#include "read/metadata.h"

namespace sayso::read {
namespace {

constexpr std::size_t kReach =
    40;  // paragraphs behind the headline in which a byline is looked for
constexpr std::size_t kMostAuthors = 40;

// "&amp;" that was escaped twice.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t n = text[at] == '&' ? decode_reference(text, at, false, out) : 0;
    if (n == 0) {
      out += text[at++];
    } else {
      at += n;
    }
  }
  return out;
}

bool all_of_name(std::string_view word, bool (*test)(char32_t)) {
  bool any = false;
  for (std::size_t at = 0; at < word.size();) {
    const Decoded d = decode(word, at);
    if (is_letter(d.code_point)) {
      any = true;
      if (!test(d.code_point)) {
        return false;
      }
    }
    at += d.length;
  }
  return any;
}

class AuthorChoice {
 public:
  AuthorChoice(const Tables& tables, const PageSays& says, const Page& page, PageMetadata& out)
      : tables_(tables), says_(says), page_(page), out_(out), marks_(tables) {}

  void run() {
    std::vector<std::string> stated;
    FoundIn where = FoundIn::json_ld;
    for (const std::string& name : says_.ld.authors) {
      add_stated(name, stated);
    }
    if (stated.empty()) {
      where = FoundIn::meta;
      for (const std::string& name : says_.meta.authors) {
        add_stated(name, stated);
      }
    }
    drop_outlet(stated);
    const bool person = std::any_of(stated.begin(), stated.end(),
                                    [&](const std::string& n) { return is_person(n); });
    if (!person) {
      std::vector<std::string> shown;
      const FoundIn found = on_page(shown);
      if (!shown.empty()) {
        stated = std::move(shown);
        where = found;
      }
    }
    if (!stated.empty()) {
      out_.authors = std::move(stated);
      out_.set(ProvenanceField::authors, where);
    }
  }

 private:
  [[nodiscard]] bool is_role(std::string_view word) const {
    const RowRange rows = tables_.bylines->find(word);
    return !rows.empty() && has_value(*tables_.bylines, rows, "role");
  }
  [[nodiscard]] bool is_outlet(std::string_view name) const {
    const std::string a = folded(name), b = folded(out_.outlet);
    return !b.empty() && (a == b || "the" + a == b || a == "the" + b);
  }
  // Neither a role nor the outlet nor a generic login ("admin").
  [[nodiscard]] bool is_person(std::string_view name) const {
    if (!like_person_name(name.substr(0, name.find(','))) || is_outlet(name)) {
      return false;
    }
    for (std::size_t at = 0;;) {
      const std::string_view word = next_word(name, at);
      if (word.empty()) {
        return true;
      }
      if (is_role(word)) {
        return false;
      }
    }
  }

  static void add(std::string name, std::vector<std::string>& out) {
    const std::string fold = folded(name);
    const bool known = std::any_of(out.begin(), out.end(),
                                   [&](const std::string& n) { return folded(n) == fold; });
    if (!fold.empty() && !known && out.size() < kMostAuthors) {
      out.push_back(std::move(name));
    }
  }

  // ---- what JSON-LD and <meta> state -----------------------------------------------------------
  void add_stated(std::string_view raw, std::vector<std::string>& out) const {
    const std::string text = unescaped(raw);
    std::string_view rest = without_cue(trim_unicode(text));
    if (rest.size() > 300 || rest.find("://") != std::string_view::npos) {
      return;
    }
    if (says_.meta.last_name_first && std::count(rest.begin(), rest.end(), ',') == 1) {
      const std::size_t comma = rest.find(',');
      std::string name(trim_unicode(rest.substr(comma + 1)));
      add(name.append(" ").append(trim_unicode(rest.substr(0, comma))), out);
      return;
    }
    for (const std::string& part : parts_of(rest)) {
      const std::string name = once(trim_unicode(part));
      if (count_words(name, 8) <= 7 && name.find_first_of("<>{}|=") == std::string::npos &&
          !generic(name)) {
        add(name, out);
      }
    }
  }

  // A cue before the name: "By Ann Lee", "Text by Ann Lee".
  [[nodiscard]] std::string_view without_cue(std::string_view text) const {
    const auto cue = byline_cue(tables_, text);
    return cue && *cue < text.size() ? trim_unicode(text.substr(*cue)) : text;
  }

  [[nodiscard]] bool generic(std::string_view name) const {
    if (has_value(*tables_.author_words, tables_.author_words->find(name), "generic")) {
      return true;
    }
    const bool letters = std::any_of(name.begin(), name.end(), [](char c) {
      return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
             static_cast<unsigned char>(c) >= 0x80;
    });
    const std::size_t dot = name.find('.');
    const bool code = dot != std::string_view::npos && name.find(' ') == std::string_view::npos &&
                      name.find('.', dot + 1) != std::string_view::npos;
    return !letters || code;
  }

  // At ";", "|", " and ", "&" and commas, but not before a degree ("Ann Lee, Ph.D.") nor before
  // what the person is ("Ann Lee, Senior Reporter": dropped).
  [[nodiscard]] std::vector<std::string> parts_of(std::string_view text) const {
    std::vector<std::string> parts;
    std::string current;
    const auto flush = [&] {
      if (!trim_unicode(current).empty()) {
        parts.emplace_back(trim_unicode(current));
      }
      current.clear();
    };
    bool comma = false;
    for (std::size_t at = 0;;) {
      std::string_view word = next_word(text, at);
      if (word.empty()) {
        break;
      }
      if (comma && !credential(word)) {
        flush();
      }
      if ((word == "and" || word == "&" || word == "|" || word == "und" || word == "et" ||
           word == "y" || word == "e" || word == "/") &&
          count_words(current, 2) >= 2) {
        flush();
        comma = false;
        continue;
      }
      const bool ends = word.ends_with(";");
      comma = word.ends_with(",");
      if (ends || word == ",") {
        word.remove_suffix(1);
      }
      current.append(current.empty() ? "" : " ").append(word);
      if (ends) {
        flush();
      }
    }
    flush();
    std::vector<std::string> out;
    for (std::string& part : parts) {
      while (part.ends_with(",")) {
        part.pop_back();
      }
      const bool first = out.empty();
      if (first || (!describes(part) && like_name(part))) {
        out.push_back(std::move(part));
      }
    }
    return out;
  }

  [[nodiscard]] static bool like_name(std::string_view part) {
    return is_upper(decode(part, 0).code_point);
  }
  // MD, Ph.D., RDN, CPA: capitals and points, or short with a point.
  [[nodiscard]] static bool credential(std::string_view word) {
    while (word.ends_with(",") || word.ends_with(";")) {
      word.remove_suffix(1);
    }
    const bool dotted = word.find('.') != std::string_view::npos && word.size() <= 7;
    return dotted || (word.size() <= 6 && all_of_name(word, is_upper));
  }
  // A part that tells what somebody is: it holds the word of a post.
  [[nodiscard]] bool describes(std::string_view part) const {
    for (std::size_t at = 0;;) {
      const std::string_view word = next_word(part, at);
      if (word.empty()) {
        return false;
      }
      if (is_role(word)) {
        return true;
      }
    }
  }

  // "Ann Lee Ann Lee" (a name and its hidden copy) -> "Ann Lee".
  static std::string once(std::string_view name) {
    const std::size_t words = count_words(name, 13);
    for (const std::size_t copies : {3U, 2U}) {
      if (words == 0 || words % copies != 0) {
        continue;
      }
      std::vector<std::string_view> list;
      for (std::size_t at = 0;;) {
        const std::string_view word = next_word(name, at);
        if (word.empty()) {
          break;
        }
        list.push_back(word);
      }
      const std::size_t one = words / copies;
      bool same = true;
      for (std::size_t i = one; i < list.size(); ++i) {
        same = same && list[i] == list[i - one];
      }
      if (same) {
        const std::string_view last = list[one - 1];
        return std::string(
            name.substr(0, static_cast<std::size_t>(last.data() - name.data()) + last.size()));
      }
    }
    return std::string(name);
  }

  // The site beside its own reporters is no author.
  void drop_outlet(std::vector<std::string>& names) const {
    const std::string outlet = folded(out_.outlet);
    const auto of_site = [&](const std::string& n) {
      const std::string f = folded(n);
      return is_outlet(n) || (outlet.size() >= 5 && f.find(outlet) != std::string::npos) ||
             !tables_.agencies->find(n).empty();
    };
    if (std::any_of(names.begin(), names.end(),
                    [&](const std::string& n) { return !of_site(n); })) {
      names.erase(std::remove_if(names.begin(), names.end(), of_site), names.end());
    }
  }

  // ---- what the page shows ---------------------------------------------------------------------
  FoundIn on_page(std::vector<std::string>& out) const {
    std::uint32_t first = 0;
    for (const auto kind : {AuthorMark::item, AuthorMark::rel, AuthorMark::named}) {
      for (const AuthorMark& mark : says_.authors) {
        // Of elements merely named so the first, and those that stand with it.
        const bool near = kind != AuthorMark::named || out.empty() || mark.para <= first + 1;
        if (mark.kind == kind && in_reach(mark.para) && near) {
          first = out.empty() ? mark.para : first;
          add_shown(mark.text, out, true);
        }
      }
      if (!out.empty()) {
        return FoundIn::microdata;
      }
    }
    byline_lines(out);
    if (out.empty()) {
      links(out);
    }
    if (out.empty()) {
      beside_date(out);
    }
    if (out.empty()) {
      below_headline(out);
    }
    for (std::uint32_t i = out_.title_row; i < page_.paras.size() && out.empty(); ++i) {
      if (page_.paras[i].words <= 8) {  // "Written by Ann Lee" under the report
        for (const std::string& name : marks_.byline_names(page_.words(page_.paras[i]))) {
          add_shown(name, out);
        }
      }
    }
    return FoundIn::byline;
  }

  // The line right under the headline is a name if it begins with a given one.
  void below_headline(std::vector<std::string>& out) const {
    for (std::uint32_t i = out_.title_row;
         out_.title_row != 0 && tables_.first_names != nullptr && out.empty() &&
         i < std::min<std::size_t>(page_.paras.size(), out_.title_row + 3U);
         ++i) {
      const Para& p = page_.paras[i];
      const std::string_view words = page_.words(p);
      std::size_t at = 0;
      const std::string_view first = next_word(words, at);
      if (p.words <= 8 && !p.sentence && !tables_.first_names->find(first).empty()) {
        const std::string name = once(person_in(words));
        if (count_words(name, 5) <= 4) {
          add_person(name, out);
        }
      }
    }
  }

  [[nodiscard]] bool in_reach(std::uint32_t para) const {
    return para + 8 >= out_.title_row && para < out_.title_row + 4 * kReach;
  }

  void byline_lines(std::vector<std::string>& out) const {
    const std::uint32_t from = out_.title_row > 4 ? out_.title_row - 4 : 0;
    for (std::uint32_t i = from; i < page_.paras.size() && i < from + kReach && out.empty(); ++i) {
      const Para& p = page_.paras[i];
      const std::string_view words = page_.words(p);
      if (p.words > 24) {
        continue;
      }
      for (const std::string& name : marks_.byline_names(words)) {
        add_shown(name, out);
      }
      // "Written by" alone: the name stands in the next line.
      if (out.empty() && p.words <= 3 && i + 1 < page_.paras.size() && cue_alone(words)) {
        add_shown(page_.words(page_.paras[i + 1]), out);
      }
    }
  }

  [[nodiscard]] bool cue_alone(std::string_view words) const {
    const auto cue = byline_cue(tables_, words);
    return cue && *cue >= words.size();
  }

  void links(std::vector<std::string>& out) const {
    for (const AuthorMark& mark : says_.authors) {
      if (mark.kind == AuthorMark::link && mark.para + 2 >= out_.title_row &&
          mark.para < out_.title_row + kReach / 2) {
        add_shown(mark.text, out);
      }
    }
  }

  // A name alone in its line, above or below the line with the date, right under the headline.
  void beside_date(std::vector<std::string>& out) const {
    for (const DateMark& mark : says_.dates) {
      if (out_.title_row == 0 || mark.para < out_.title_row || mark.para > out_.title_row + 6) {
        continue;
      }
      for (const std::uint32_t i : {mark.para - 1, mark.para + 1}) {
        if (i >= out_.title_row && i < page_.paras.size() && page_.paras[i].words <= 4 &&
            !page_.paras[i].sentence) {
          add_shown(page_.words(page_.paras[i]), out);
        }
      }
      if (!out.empty()) {
        return;
      }
    }
  }

  // Persons in a line: behind a cue, up to the word of a post, a mark or a word in small letters.
  // `named`: the markup says that an author stands here; a name of one word or of a desk will do.
  void add_shown(std::string_view text, std::vector<std::string>& out, bool named = false) const {
    text = without_cue(trim_unicode(text.substr(0, 200)));
    const std::size_t before = out.size();
    if (named && group(text)) {
      add(std::string(text), out);
      return;
    }
    for (const std::string& part : split_names(text)) {
      add_person(once(person_in(part)), out);
    }
    if (out.size() == before) {
      const std::string name = once(person_in(text));
      add_person(name, out);
      const bool alone = named && name.size() >= 3 && name.find(' ') == std::string::npos &&
                         is_upper(decode(name, 0).code_point);
      if (alone && out.empty() && !is_outlet(name) && !generic(name) &&
          !byline_cue(tables_, name)) {
        add(name, out);
      }
    }
  }

  void add_person(const std::string& name, std::vector<std::string>& out) const {
    if (like_person_name(name) && is_person(name) && !cue_alone(name)) {
      add(name, out);
    }
  }

  // "Harbour Post Staff": capitals, and the word of a group at the end.
  [[nodiscard]] bool group(std::string_view text) const {
    std::string_view last;
    std::size_t words = 0;
    for (std::size_t at = 0;;) {
      const std::string_view word = next_word(text, at);
      if (word.empty()) {
        break;
      }
      if (!is_upper(decode(word, 0).code_point) || ++words > 5) {
        return false;
      }
      last = word;
    }
    return words >= 2 &&
           has_value(*tables_.author_words, tables_.author_words->find(last), "group");
  }

  [[nodiscard]] std::string person_in(std::string_view text) const {
    std::string name;
    std::size_t words = 0;
    for (std::size_t at = 0;;) {
      std::string_view word = next_word(text, at);
      if (word.empty()) {
        break;
      }
      const char32_t first = decode(word, 0).code_point;
      const bool particle = words > 0 && tables_.links != nullptr &&
                            has_value(*tables_.links, tables_.links->find(word), "particle");
      if (!is_upper(first) && !particle) {
        if (words == 0 && is_letter(first)) {
          continue;  // "science Ann Lee"
        }
        break;
      }
      const bool month = words > 0 && (month_number(*tables_.calendar, word) > 0 ||
                                       weekday_number(*tables_.calendar, word) >= 0);
      if (is_role(word) || month || words >= 5) {
        break;
      }
      // "Computer Science. He": a sentence ends here.
      if (word.ends_with(".") && word.size() > 4 && word.find('.') == word.size() - 1 &&
          !has_value(*tables_.author_words, tables_.author_words->find(word), "title")) {
        return {};
      }
      const bool comma = word.ends_with(",");
      if (comma) {
        word.remove_suffix(1);
      }
      name.append(name.empty() ? "" : " ").append(word);
      ++words;
      if (comma) {
        break;
      }
    }
    name = without_initials(std::move(name));
    // "Ann Lee HARBOUR POST": the outlet behind the name.
    const std::string outlet = folded(out_.outlet);
    for (std::size_t space = name.find(' '); space != std::string::npos && !outlet.empty();
         space = name.find(' ', space + 1)) {
      if (folded(name.substr(space)) == outlet) {
        name.resize(space);
        break;
      }
    }
    return name;
  }

  // "AL Ann Lee": the letters of a missing picture before the name.
  static std::string without_initials(std::string name) {
    const std::size_t space = name.find(' ');
    if (space == std::string::npos || space < 2 || space > 3) {
      return name;
    }
    std::string initials;
    for (std::size_t at = space; at != std::string::npos && at + 1 < name.size();
         at = name.find(' ', at + 1)) {
      initials += name[at + 1];
    }
    return initials.starts_with(name.substr(0, space)) ? name.substr(space + 1) : name;
  }

  const Tables& tables_;
  const PageSays& says_;
  const Page& page_;
  PageMetadata& out_;
  Marks marks_;
};

}  // namespace

void choose_authors(const Tables& tables, const PageSays& says, const Page& page,
                    PageMetadata& out) {
  AuthorChoice(tables, says, page, out).run();
}

}  // namespace sayso::read
