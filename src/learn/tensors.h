// SPDX-License-Identifier: Apache-2.0
// Named arrays in one section of a model, to be used where they lie: floats, keys, rows of 8-bit
// integers with a scale a row, and packed matrices (matrix.h). docs/formats/model.md has the bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "learn/matrix.h"

namespace sayso {

// 3 was a matrix of 16-bit weights, which is refused.
enum class TensorKind : std::uint32_t { floats, keys, byte_rows, matrix = 4 };

// byte_rows: value [r][c] = data[r * columns + c] * scale[r].
struct ByteRows {
  std::uint32_t rows = 0, columns = 0;
  const float* scale = nullptr;
  const std::int8_t* data = nullptr;
};
struct FloatArray {
  std::uint32_t size = 0;
  const float* data = nullptr;
};
struct KeyArray {
  std::uint32_t size = 0;
  const std::uint32_t* data = nullptr;
};

// Views into the section; the bytes must outlive them and be 64-byte aligned.
class Tensors {
 public:
  // `section` names the section in errors.
  static Result<Tensors> open(std::string_view bytes, std::string section);
  [[nodiscard]] bool has(std::string_view name) const;
  // An error names the array that is missing or has another kind.
  [[nodiscard]] Result<FloatArray> floats(std::string_view name) const;
  [[nodiscard]] Result<FloatArray> floats(std::string_view name, std::size_t size) const;
  [[nodiscard]] Result<KeyArray> keys(std::string_view name) const;
  [[nodiscard]] Result<ByteRows> byte_rows(std::string_view name) const;
  [[nodiscard]] Result<Matrix> matrix(std::string_view name) const;
  [[nodiscard]] Error bad(std::string_view name) const;

 private:
  struct Entry;
  [[nodiscard]] bool find(std::string_view name, TensorKind kind, Entry& entry) const;
  std::string_view bytes_;
  std::string section_;
};

// Makes the bytes of such a section.
class TensorsBuilder {
 public:
  // REQUIRES: names of at most 31 bytes, none twice.
  void floats(std::string_view name, const std::vector<float>& values);
  void keys(std::string_view name, const std::vector<std::uint32_t>& values);
  void byte_rows(std::string_view name, const std::vector<float>& values, int rows, int columns);
  void matrix(std::string_view name, const std::vector<float>& w, const std::vector<float>& b,
              int outputs, int inputs);
  [[nodiscard]] std::string bytes() const;

 private:
  void add(std::string_view name, TensorKind kind, std::size_t rows, std::size_t columns,
           std::string data);
  struct Item {
    std::string name;
    TensorKind kind;
    std::uint32_t rows, columns;
    std::string data;
  };
  std::vector<Item> items_;
};

}  // namespace sayso
