// SPDX-License-Identifier: Apache-2.0
#include "learn/tensors.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "base/check.h"

namespace sayso {
namespace {

constexpr std::size_t kAlign = 64;
constexpr std::uint32_t kWideMatrix = 3;  // of 16-bit weights

struct Row {
  char name[32];
  std::uint32_t kind, rows, columns, spare;
  std::uint64_t offset, size;
};
static_assert(sizeof(Row) == kAlign);

std::uint64_t size_of(TensorKind kind, std::uint64_t rows, std::uint64_t columns) {
  switch (kind) {
    case TensorKind::byte_rows:
      return rows * (sizeof(float) + columns);
    case TensorKind::matrix:
      return matrix_size(static_cast<int>(rows), static_cast<int>(columns));
    default:
      return rows * columns * sizeof(float);
  }
}

// What multiply() counts on: weights of 6 bits, and starts that belong to them.
bool sums_fit(const Matrix& m) {
  const std::size_t size =
      static_cast<std::size_t>(m.panels()) * kPanel * static_cast<std::size_t>(m.inputs);
  std::vector<std::int32_t> sums(static_cast<std::size_t>(m.panels()) * kPanel);
  for (std::size_t i = 0; i < size; ++i) {
    if (std::abs(m.weights[i]) > kMostWeight) {
      return false;
    }
    const std::size_t panel = i / (kPanel * static_cast<std::size_t>(m.inputs));
    sums[panel * kPanel + i / 4 % kPanel] -= kZero * m.weights[i];
  }
  return std::equal(sums.begin(), sums.end(), m.start);
}

template <typename T>
std::string bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

}  // namespace

struct Tensors::Entry {
  std::uint32_t rows = 0, columns = 0;
  const char* data = nullptr;
};

Result<Tensors> Tensors::open(std::string_view bytes, std::string section) {
  const Error damaged{ErrorCode::corrupt, "section " + section + " of the model is damaged"};
  std::uint32_t count = 0;
  if (bytes.size() < kAlign) {
    return damaged;
  }
  std::memcpy(&count, bytes.data(), sizeof(count));
  if (count > bytes.size() / sizeof(Row) - 1) {
    return damaged;
  }
  constexpr std::uint32_t kMost = 1U << 24;  // rows or columns
  for (std::uint32_t i = 0; i < count; ++i) {
    Row row;
    std::memcpy(&row, bytes.data() + kAlign + i * sizeof(Row), sizeof(row));
    if (row.kind == kWideMatrix) {
      return Error{ErrorCode::corrupt,
                   "section " + section + " of the model has matrices of an earlier form"};
    }
    if (row.kind > static_cast<std::uint32_t>(TensorKind::matrix) || row.rows == 0 ||
        row.columns == 0 || row.rows > kMost || row.columns > kMost || row.offset % kAlign != 0 ||
        row.offset > bytes.size() || row.size > bytes.size() - row.offset ||
        row.size != size_of(static_cast<TensorKind>(row.kind), row.rows, row.columns)) {
      return damaged;
    }
  }
  Tensors t;
  t.bytes_ = bytes;
  t.section_ = std::move(section);
  return t;
}

bool Tensors::find(std::string_view name, TensorKind kind, Entry& entry) const {
  std::uint32_t count = 0;
  std::memcpy(&count, bytes_.data(), sizeof(count));
  for (std::uint32_t i = 0; i < count; ++i) {
    Row row;
    std::memcpy(&row, bytes_.data() + kAlign + i * sizeof(Row), sizeof(row));
    if (std::string_view(row.name, strnlen(row.name, sizeof(row.name))) == name &&
        row.kind == static_cast<std::uint32_t>(kind)) {
      entry = {row.rows, row.columns, bytes_.data() + row.offset};
      return true;
    }
  }
  return false;
}

bool Tensors::has(std::string_view name) const {
  Entry e;
  return find(name, TensorKind::floats, e) || find(name, TensorKind::keys, e) ||
         find(name, TensorKind::byte_rows, e) || find(name, TensorKind::matrix, e);
}

Error Tensors::bad(std::string_view name) const {
  return {ErrorCode::corrupt, "section " + section_ + " of the model: array " + std::string(name) +
                                  " is missing or has another shape"};
}

Result<FloatArray> Tensors::floats(std::string_view name) const {
  Entry e;
  if (!find(name, TensorKind::floats, e)) {
    return bad(name);
  }
  return FloatArray{e.rows * e.columns, reinterpret_cast<const float*>(e.data)};
}

Result<FloatArray> Tensors::floats(std::string_view name, std::size_t size) const {
  SAYSO_TRY(FloatArray array, floats(name));
  if (array.size != size) {
    return bad(name);
  }
  return array;
}

Result<KeyArray> Tensors::keys(std::string_view name) const {
  Entry e;
  if (!find(name, TensorKind::keys, e)) {
    return bad(name);
  }
  return KeyArray{e.rows * e.columns, reinterpret_cast<const std::uint32_t*>(e.data)};
}

Result<ByteRows> Tensors::byte_rows(std::string_view name) const {
  Entry e;
  if (!find(name, TensorKind::byte_rows, e)) {
    return bad(name);
  }
  return ByteRows{e.rows, e.columns, reinterpret_cast<const float*>(e.data),
                  reinterpret_cast<const std::int8_t*>(e.data + e.rows * sizeof(float))};
}

Result<Matrix> Tensors::matrix(std::string_view name) const {
  Entry e;
  if (!find(name, TensorKind::matrix, e)) {
    return bad(name);
  }
  const Matrix m = matrix_at(e.data, static_cast<int>(e.rows), static_cast<int>(e.columns));
  return sums_fit(m) ? Result<Matrix>(m) : bad(name);
}

void TensorsBuilder::add(std::string_view name, TensorKind kind, std::size_t rows,
                         std::size_t columns, std::string data) {
  SAYSO_CHECK(name.size() < sizeof(Row::name) && size_of(kind, rows, columns) == data.size());
  items_.push_back({std::string(name), kind, static_cast<std::uint32_t>(rows),
                    static_cast<std::uint32_t>(columns), std::move(data)});
}

void TensorsBuilder::floats(std::string_view name, const std::vector<float>& values) {
  add(name, TensorKind::floats, 1, values.size(), bytes_of(values));
}

void TensorsBuilder::keys(std::string_view name, const std::vector<std::uint32_t>& values) {
  add(name, TensorKind::keys, 1, values.size(), bytes_of(values));
}

void TensorsBuilder::byte_rows(std::string_view name, const std::vector<float>& values, int rows,
                               int columns) {
  SAYSO_CHECK(values.size() == static_cast<std::size_t>(rows) * columns);
  std::vector<float> scales;
  std::string data;
  for (int r = 0; r < rows; ++r) {
    const float* row = values.data() + static_cast<std::size_t>(r) * columns;
    float most = 0;
    for (int c = 0; c < columns; ++c) {
      most = std::max(most, std::fabs(row[c]));
    }
    const float scale = most > 0 ? most / 127 : 1;
    scales.push_back(scale);
    for (int c = 0; c < columns; ++c) {
      data.push_back(static_cast<char>(std::lround(row[c] / scale)));
    }
  }
  add(name, TensorKind::byte_rows, static_cast<std::size_t>(rows),
      static_cast<std::size_t>(columns), bytes_of(scales) + data);
}

void TensorsBuilder::matrix(std::string_view name, const std::vector<float>& w,
                            const std::vector<float>& b, int outputs, int inputs) {
  SAYSO_CHECK(w.size() == static_cast<std::size_t>(outputs) * inputs);
  add(name, TensorKind::matrix, static_cast<std::size_t>(outputs), static_cast<std::size_t>(inputs),
      pack_matrix(w, b, outputs, inputs));
}

std::string TensorsBuilder::bytes() const {
  std::string out(kAlign * (1 + items_.size()), '\0');
  const auto count = static_cast<std::uint32_t>(items_.size());
  std::memcpy(out.data(), &count, sizeof(count));
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    Row row{};
    std::memcpy(row.name, item.name.data(), item.name.size());
    row.kind = static_cast<std::uint32_t>(item.kind);
    row.rows = item.rows;
    row.columns = item.columns;
    row.offset = out.size();
    row.size = item.data.size();
    out += item.data;
    out.resize((out.size() + kAlign - 1) / kAlign * kAlign, '\0');
    std::memcpy(out.data() + kAlign * (1 + i), &row, sizeof(row));
  }
  return out;
}

}  // namespace sayso
