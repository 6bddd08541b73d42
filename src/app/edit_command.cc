// SPDX-License-Identifier: Apache-2.0
// edit: an analyst's decisions, see story/edits.h.
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "app/rebuild.h"
#include "app/store_commands.h"
#include "app/table.h"
#include "base/text.h"

namespace sayso {
namespace {

struct Meant {
  std::string kind, ids, what;
};

// What the words on the command line name. Names of outlets and things stand for themselves.
Result<Meant> meant_by(Store& store, const std::string& action, const std::string& words) {
  SAYSO_TRY(auto found, store.named(words));
  if (found.empty()) {
    if (action == "rate") {
      return Meant{"outlet", words, "outlet " + words};
    }
    if (action == "merge") {
      return Meant{"entity", words, "thing " + words};
    }
    return Error{ErrorCode::not_found, "'" + words +
                                           "': no event, state, story or report has an id that "
                                           "begins so (sayso events --format json shows ids)"};
  }
  if (found.size() > 1) {
    std::string list;
    for (const Store::Named& n : found) {
      list += "\n  " + n.what;
    }
    return Error{ErrorCode::invalid_argument,
                 "'" + words + "' is the beginning of several ids; give more of it:" + list};
  }
  if (found.front().ids.empty()) {
    return Error{ErrorCode::invalid_argument,
                 found.front().what + ": rests on nothing that can be edited (it was inferred)"};
  }
  return Meant{found.front().kind, found.front().ids, found.front().what};
}

int list_edits(Store& store) {
  auto edits = store.edits();
  if (!edits) {
    return complain(edits.error());
  }
  if (edits->empty()) {
    std::fputs("sayso: no edits\n", stderr);
    return 1;
  }
  const Terminal t = Terminal::of_stdout();
  TextTable table(t, {{"edit", 4, true, Style::bold},
                      {"at", 20, false, Style::dim},
                      {"by", 6, false, Style::plain},
                      {"what", 7, false, Style::event},
                      {"of", 8, false, Style::plain},
                      {"in force", 8, false, Style::plain}});
  for (const Edit& e : *edits) {
    std::string what =
        e.kind + " " +
        e.target.substr(0, e.kind == "event" || e.kind == "state" || e.kind == "document"
                               ? 12
                               : std::string::npos);
    what +=
        e.other.empty() ? "" : (e.action == "merge" ? " with " : " from ") + e.other.substr(0, 40);
    what += e.field.empty() ? "" : ", " + e.field;
    what += e.value.empty() ? "" : " = " + e.value;
    table.add({std::to_string(e.number), e.at, e.author, e.action, what,
               e.undone_at.empty() ? "yes" : "undone by " + e.undone_by});
    if (!e.reason.empty()) {
      table.under("because " + e.reason);
    }
  }
  std::fputs(table.print().c_str(), stdout);
  return 0;
}

Status remake(Store& store, const EditCommand& command) {
  SAYSO_TRY(const auto knowledge, open_knowledge(command.common));
  return rebuild(store, knowledge);
}

Result<std::string> undo(Store& store, const EditCommand& command) {
  std::int64_t number = 0;
  const char* end = command.target.data() + command.target.size();
  const auto parsed = std::from_chars(command.target.data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end) {
    return Error{ErrorCode::invalid_argument, "undo needs the number of an edit: sayso edit list"};
  }
  SAYSO_TRY(const bool done, store.undo_edit(number, command.author));
  if (!done) {
    return Error{ErrorCode::not_found, "edit " + command.target + " is not in force"};
  }
  SAYSO_TRY_STATUS(remake(store, command));
  return "edit " + command.target + " undone";
}

Result<std::string> add(Store& store, const EditCommand& command) {
  Edit edit;
  edit.author = command.author;
  edit.action = command.action;
  edit.field = command.field;
  edit.value = command.value;
  edit.reason = command.reason;
  if (command.target.empty()) {
    return Error{ErrorCode::invalid_argument, command.action + " needs what it is about"};
  }
  SAYSO_TRY(const Meant target, meant_by(store, command.action, command.target));
  edit.kind = target.kind;
  edit.target = target.ids;
  std::string what = target.what;
  if (!command.other.empty()) {
    SAYSO_TRY(const Meant other, meant_by(store, command.action, command.other));
    if (other.kind != target.kind) {
      return Error{ErrorCode::invalid_argument,
                   target.what + " and " + other.what + " are of different kinds"};
    }
    edit.other = other.ids;
    what += (command.action == "merge" ? " with " : " from ") + other.what;
  }
  if (const std::string wrong = check_edit(edit); !wrong.empty()) {
    return Error{ErrorCode::invalid_argument, wrong};
  }
  SAYSO_TRY(const std::int64_t number, store.add_edit(edit));
  SAYSO_TRY_STATUS(remake(store, command));
  return "edit " + std::to_string(number) + ": " + command.action + " " + what;
}

}  // namespace

int run_edit(const EditCommand& given) {
  EditCommand command = given;
  if (command.author.empty()) {
    const char* user = std::getenv("USER");
    command.author = user == nullptr || *user == '\0' ? "unknown" : user;
  }
  if (command.action == "list") {
    auto store = open_for_reading(command.db);
    return store ? list_edits(**store) : complain(store.error());
  }
  auto store = Store::open(command.db, Store::Mode::write);
  if (!store) {
    return complain(store.error());
  }
  auto done = command.action == "undo" ? undo(**store, command) : add(**store, command);
  if (!done) {
    return complain(done.error());
  }
  if (!command.common.quiet) {
    std::fprintf(stderr, "%s\n", done->c_str());
  }
  return 0;
}

}  // namespace sayso
