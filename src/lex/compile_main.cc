// SPDX-License-Identifier: Apache-2.0
// sayso_compile IMAGE FOLDER...: the build's way to make the knowledge image (`sayso data compile`
// is the user's). Kept apart from the program so that the image needs no other room to build.
#include <cstdio>

#include "lex/lex.h"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: sayso_compile IMAGE FOLDER...\n");
    return 2;
  }
  const auto status = sayso::compile_knowledge({argv + 2, argv + argc}, argv[1]);
  if (!status.ok()) {
    std::fprintf(stderr, "sayso_compile: %s\n", status.error().message.c_str());
    return 2;
  }
  return 0;
}
