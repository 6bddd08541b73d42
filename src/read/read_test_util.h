// SPDX-License-Identifier: Apache-2.0
// For the tests of read/: a Knowledge of the tables read/ needs, and short ways to read and show.
#pragma once

#include <string>

#include "read/read.h"

namespace sayso::read::test {

const Knowledge& knowledge();
// The first document of these bytes; checks that it is valid.
Document read_one(const std::string& bytes, InputFormat format = InputFormat::text,
                  const std::string& path = "test");
std::vector<Document> read_all(const std::string& bytes, InputFormat format);
// "kind: words\n" for each block.
std::string blocks_of(const Document& document);
std::string title_of(const Document& document);
// The folder of test data outside the repository, or "" where there is none.
std::string shared_folder();

}  // namespace sayso::read::test
