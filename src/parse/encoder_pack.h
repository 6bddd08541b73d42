// SPDX-License-Identifier: Apache-2.0
// From trained arrays of floats to the bytes of the sections "encoder" and "names"
// (docs/formats/model.md).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sayso {

struct TrainedTensor {
  std::vector<std::uint32_t> shape;
  std::vector<float> floats;        // row-major
  std::vector<std::uint32_t> keys;  // instead of floats
};
using TrainedTensors = std::map<std::string, TrainedTensor, std::less<>>;

// The file a trainer writes: "SAYSOTNS", then counted arrays.
Result<TrainedTensors> read_trained(std::string_view bytes);
Result<std::string> pack_encoder(const TrainedTensors& tensors);
// The bytes of the section "names".
Result<std::string> pack_names(const TrainedTensors& tensors);

}  // namespace sayso
