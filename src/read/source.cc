// SPDX-License-Identifier: Apache-2.0
// Source: walks what the user named, file by file, and unfolds each (read/unfold.h).
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fnmatch.h>
#include <sys/stat.h>

#include "base/text.h"
#include "read/detect.h"
#include "read/input.h"
#include "read/read.h"
#include "read/unfold.h"

namespace sayso {
namespace {

namespace fs = std::filesystem;

struct Entry {
  std::string path;
  bool named = false;  // by the user, not met in a folder
};

bool matches(const std::string& glob, const fs::path& top, const fs::path& file) {
  const bool whole = glob.find('/') != std::string::npos;
  const std::string name = whole ? file.lexically_relative(top).string() : file.filename().string();
  return ::fnmatch(glob.c_str(), name.c_str(), 0) == 0;
}

// All files below `folder` in the order of their names, folders among them at their place.
// With a glob, those whose name matches it (or whose path below `top`, if it has a slash).
void walk(const fs::path& top, const fs::path& folder, const std::string& glob,
          std::vector<Entry>& out, std::uint64_t& passed_over) {
  std::vector<fs::directory_entry> entries;
  std::error_code error;
  for (fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
       !error && it != end; it.increment(error)) {
    entries.push_back(*it);
  }
  std::sort(entries.begin(), entries.end());
  for (const fs::directory_entry& entry : entries) {
    const std::string name = entry.path().filename().string();
    std::error_code ignored;
    if (read::skipped_name(name)) {
      continue;
    }
    if (entry.is_directory(ignored)) {
      if (!entry.is_symlink(ignored)) {  // a link may lead back up
        walk(top, entry.path(), glob, out, passed_over);
      }
    } else if (entry.is_regular_file(ignored) &&
               (glob.empty() ? read::known_extension(name) : matches(glob, top, entry.path()))) {
      out.push_back({entry.path().string(), false});
    } else {
      ++passed_over;
    }
  }
}

class FileSource : public Source {
 public:
  FileSource(std::vector<Entry> entries, ReadOptions options, std::uint64_t bytes,
             std::uint64_t passed_over)
      : entries_(std::move(entries)), options_(std::move(options)), bytes_total_(bytes) {
    losses_.passed_over = passed_over;
  }

  bool next(RawReport& report) override {
    const bool more = advance(report);
    bytes_done_ = bytes_closed_ + (input_ ? input_->taken() : 0);
    return more;
  }
  [[nodiscard]] const std::vector<Refusal>& refused() const override { return losses_.refused; }
  [[nodiscard]] std::uint64_t more_refused() const override { return losses_.more_refused; }
  [[nodiscard]] std::uint64_t bytes_total() const override { return bytes_total_; }
  [[nodiscard]] std::uint64_t bytes_done() const override { return bytes_done_; }
  [[nodiscard]] std::uint64_t passed_over() const override { return losses_.passed_over; }

 private:
  bool advance(RawReport& report) {
    while (true) {
      if (unfolder_ && unfolder_->next(report)) {
        return true;
      }
      close();
      if (next_ == entries_.size()) {
        return false;
      }
      open(entries_[next_++]);
    }
  }

  void open(const Entry& entry) {
    auto input = read::Input::open(entry.path);
    if (!input) {
      losses_.refuse(entry.path, input.error().message);
      return;
    }
    input_ = *std::move(input);
    const read::Place place = entry.named ? read::Place::named : read::Place::folder;
    unfolder_ = read::unfold({*input_, entry.path, place, options_, losses_});
  }

  void close() {
    unfolder_.reset();  // before the input it reads from
    if (input_) {
      bytes_closed_ += input_->taken();
      input_.reset();
    }
  }

  std::vector<Entry> entries_;
  ReadOptions options_;
  std::size_t next_ = 0;
  std::unique_ptr<read::Input> input_;
  std::unique_ptr<read::Unfolder> unfolder_;
  read::Losses losses_;
  std::uint64_t bytes_total_, bytes_closed_ = 0;
  std::atomic<std::uint64_t> bytes_done_ = 0;  // read by whoever draws the progress bar
};

}  // namespace

Result<std::unique_ptr<Source>> Source::open(std::vector<std::string> paths,
                                             const ReadOptions& options) {
  std::vector<Entry> entries;
  std::uint64_t bytes = 0, passed_over = 0;
  for (std::string& path : paths) {
    if (path == "-") {
      entries.push_back({path, true});
      continue;
    }
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
      return Error{ErrorCode::not_found, path + ": no such file or folder"};
    }
    if (!fs::is_directory(status)) {
      entries.push_back({std::move(path), true});
      continue;
    }
    const std::size_t before = entries.size();
    walk(path, path, options.glob, entries, passed_over);
    if (entries.size() == before) {
      return Error{
          ErrorCode::not_found,
          path + ": no reports in this folder (looked for " +
              (options.glob.empty() ? ".txt, .html, .jsonl, .json, .xml, .rss, .atom, .warc, .eml, "
                                      ".mbox, .zip, .tar and the same with .gz, .zst or .br)"
                                    : options.glob + ")")};
    }
  }
  for (const Entry& entry : entries) {
    struct stat info{};
    if (entry.path != "-" && ::stat(entry.path.c_str(), &info) == 0 && S_ISREG(info.st_mode)) {
      bytes += static_cast<std::uint64_t>(info.st_size);
    }
  }
  return std::unique_ptr<Source>(
      std::make_unique<FileSource>(std::move(entries), options, bytes, passed_over));
}

}  // namespace sayso
