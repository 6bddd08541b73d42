// SPDX-License-Identifier: Apache-2.0
// robots.txt (RFC 9309): the rules of the group that names our agent, else of "*"; the longest
// pattern that matches decides, Allow before Disallow where both are as long.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sayso::fetch {

class Robots {
 public:
  // `agent` is the product's name, "sayso". Only the first 500 KiB are read.
  static Robots parse(std::string_view text, std::string_view agent);
  static Robots allow_all() { return {}; }
  static Robots refuse_all();

  // `target` is path and query of the URL, "/" at least.
  [[nodiscard]] bool allows(std::string_view target) const;
  [[nodiscard]] std::optional<double> crawl_delay_s() const { return delay_s_; }

 private:
  struct Rule {
    std::string pattern;
    bool allow = false;
  };
  std::vector<Rule> rules_;
  std::optional<double> delay_s_;
};

}  // namespace sayso::fetch
