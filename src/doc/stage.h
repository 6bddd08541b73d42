// SPDX-License-Identifier: Apache-2.0
// Stage: one step of the data's way. A stage is immutable after construction and shared by all
// workers; whatever it needs while running lives in the worker's Scratch, made by make_scratch().
// A stage declares the layers it reads and writes; pipeline/ refuses an impossible order.
// An odd document is never an error (add a Note); Status is for what the world did to us.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "doc/document.h"

namespace sayso {

struct Scratch {
  Scratch() = default;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  virtual ~Scratch() = default;
};

class Stage {
 public:
  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  virtual ~Stage() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual std::uint32_t reads() const = 0;   // Layer bits
  [[nodiscard]] virtual std::uint32_t writes() const = 0;  // Layer bits
  [[nodiscard]] virtual std::unique_ptr<Scratch> make_scratch() const {
    return std::make_unique<Scratch>();
  }
  // REQUIRES: scratch was made by this stage; document.layers has all of reads().
  virtual Status run(Document& document, Scratch& scratch) const = 0;
};

}  // namespace sayso
