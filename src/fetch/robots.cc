// SPDX-License-Identifier: Apache-2.0
#include "fetch/robots.h"

#include <cstdlib>

#include "base/text.h"

namespace sayso::fetch {
namespace {

constexpr std::size_t kMaxBytes = 500U << 10;
constexpr std::size_t kMaxRules = 10000;
constexpr double kMaxDelay = 60;

int hex_digit(char c) {
  return c >= '0' && c <= '9'                 ? c - '0'
         : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                              : -1;
}

// %7E and ~ are the same; %2F is not /.
std::string unescaped(std::string_view path) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '%' && i + 2 < path.size() && hex_digit(path[i + 1]) >= 0 &&
        hex_digit(path[i + 2]) >= 0) {
      const auto c = static_cast<char>(hex_digit(path[i + 1]) * 16 + hex_digit(path[i + 2]));
      if (c != '/' && c != '*' && c != '$') {
        out += c;
      } else {
        out += "%";
        out += static_cast<char>(path[i + 1] & ~0x20);
        out += static_cast<char>(path[i + 2] & ~0x20);
      }
      i += 2;
    } else {
      out += path[i];
    }
  }
  return out;
}

// "*" stands for any characters, "$" at the end for the end. Linear: a star is tried again only
// from the last one on.
bool matches(std::string_view pattern, std::string_view path) {
  const bool to_end = pattern.ends_with('$');
  if (to_end) {
    pattern.remove_suffix(1);
  }
  std::size_t p = 0;
  std::size_t s = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_s = 0;
  while (true) {
    if (p == pattern.size() && (!to_end || s == path.size())) {
      return true;
    }
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_s = s;
    } else if (p < pattern.size() && s < path.size() && pattern[p] == path[s]) {
      ++p;
      ++s;
    } else if (star != std::string_view::npos && star_s < path.size()) {
      p = star + 1;
      s = ++star_s;
    } else {
      return false;
    }
  }
}

bool names_agent(std::string_view value, std::string_view agent) {
  return value.size() >= agent.size() && starts_with_ignoring_case(value, agent) &&
         (value.size() == agent.size() || value[agent.size()] == '/' || value[agent.size()] == ' ');
}

}  // namespace

Robots Robots::parse(std::string_view text, std::string_view agent) {
  text = text.substr(0, kMaxBytes);
  Robots ours;
  Robots everyones;
  bool named = false;   // a group names us
  bool for_us = false;  // the group being read
  bool for_all = false;
  bool in_agents = false;  // the line before named an agent: this one adds to the same group
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    line = trim(line.substr(0, line.find('#')));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      continue;
    }
    const std::string_view name = trim(line.substr(0, colon));
    const std::string_view value = trim(line.substr(colon + 1));
    if (equal_ignoring_case(name, "user-agent")) {
      if (!in_agents) {
        for_us = for_all = false;
      }
      in_agents = true;
      for_us = for_us || names_agent(value, agent);
      for_all = for_all || value == "*";
      named = named || for_us;
      continue;
    }
    const bool allow = equal_ignoring_case(name, "allow");
    const bool rule = allow || equal_ignoring_case(name, "disallow");
    const bool delay = equal_ignoring_case(name, "crawl-delay");
    in_agents = in_agents && !rule && !delay;
    for (Robots* to : {for_us ? &ours : nullptr, for_all ? &everyones : nullptr}) {
      if (to == nullptr) {
        continue;
      }
      if (rule && !value.empty() && to->rules_.size() < kMaxRules) {
        to->rules_.push_back({unescaped(value), allow});
      } else if (delay) {
        const double seconds = std::strtod(std::string(value).c_str(), nullptr);
        to->delay_s_ = seconds > 0 ? std::min(seconds, kMaxDelay) : 0;
      }
    }
  }
  return named ? ours : everyones;
}

Robots Robots::refuse_all() {
  Robots robots;
  robots.rules_.push_back({"/", false});
  return robots;
}

bool Robots::allows(std::string_view target) const {
  const std::string path = unescaped(target);
  std::size_t longest = 0;
  bool allowed = true;
  for (const Rule& rule : rules_) {
    const std::size_t size = rule.pattern.size();
    if ((size > longest || (size == longest && rule.allow && !allowed)) &&
        matches(rule.pattern, path)) {
      longest = size;
      allowed = rule.allow;
    }
  }
  return allowed;
}

}  // namespace sayso::fetch
