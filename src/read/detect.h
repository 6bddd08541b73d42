// SPDX-License-Identifier: Apache-2.0
// Which format a report is in, by what stands in it first and by its file name second.
#pragma once

#include <string_view>

#include "read/read.h"

namespace sayso::read {

// REQUIRES: head is the beginning of the file (64 KiB do), decompressed, in its own encoding.
// Never `automatic`: what is nothing else is text.
InputFormat detect_format(std::string_view head, std::string_view path);

// The same for what a server sent under a Content-Type (lower case, without parameters), by what
// stands in it first and by the type second.
InputFormat detect_served(std::string_view head, std::string_view media_type);

// True for the file names taken from a folder: .txt .html .jsonl .json .xml .rss ... also with .gz,
// .zst or .br behind.
bool known_extension(std::string_view path);

// JSON or XML that is of none of our formats (a table of settings, a sitemap): a folder passes over
// it, a file named by the user is read and noted.
bool foreign(std::string_view head, std::string_view path);

}  // namespace sayso::read
