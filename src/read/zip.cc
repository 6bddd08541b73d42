// SPDX-License-Identifier: Apache-2.0
// Members of a zip, through libzip. A zip is read from its end, so what comes as a stream (standard
// input, a packed file) is held in memory first.
#include <sys/stat.h>
#include <zip.h>

#include "base/utf8.h"
#include "read/archive.h"

namespace sayso::read {
namespace {

using ZipFile = std::unique_ptr<zip_file_t, int (*)(zip_file_t*)>;

// Guards against bombs: a member that grows beyond the ratio of its own packed size, or members
// that together grow beyond the ratio of the archive (they may share their packed bytes).
struct Growth {
  std::uint64_t archive = 0, made = 0;
  bool over = false;
};

class ZipBytes : public Bytes {
 public:
  ZipBytes(ZipFile file, std::uint64_t packed, Growth& growth)
      : file_(std::move(file)), packed_(packed), growth_(growth) {}

  std::size_t read(char* to, std::size_t room) override {
    if (!fault_.empty()) {
      return 0;
    }
    const zip_int64_t got = zip_fread(file_.get(), to, room);
    if (got < 0) {
      fault_ = zip_file_strerror(file_.get());
      return 0;
    }
    made_ += static_cast<std::uint64_t>(got);
    growth_.made += static_cast<std::uint64_t>(got);
    growth_.over = growth_.made > 16 * kBombFloor && growth_.made / kBombRatio > growth_.archive;
    if (growth_.over || (made_ > kBombFloor && made_ / kBombRatio > packed_)) {
      fault_ = "unpacks to more than " + std::to_string(kBombRatio) +
               " times its size; not read further";
    }
    return static_cast<std::size_t>(got);
  }
  [[nodiscard]] std::string fault() const override { return fault_; }

 private:
  ZipFile file_;
  std::uint64_t packed_, made_ = 0;
  Growth& growth_;
  std::string fault_;
};

class Zip : public Archive {
 public:
  explicit Zip(OpenFile file) : Archive(std::move(file)) {}
  ~Zip() override {
    close_member();
    zip_discard(zip_);
  }
  Zip(const Zip&) = delete;
  Zip& operator=(const Zip&) = delete;

 protected:
  bool advance(Member& member) override {
    if (!opened_) {
      opened_ = true;
      open();
      if (zip_ == nullptr) {
        f_.losses.refuse(f_.path, fault_);
        return false;
      }
      if (shares_bytes()) {
        f_.losses.refuse(f_.path, "its members share their packed bytes; refused");
        return false;
      }
      if (is_office()) {
        f_.losses.refuse(f_.path,
                         "a document of an office program or an e-book; save it as text or HTML");
        return false;
      }
    }
    while (at_ < count_) {
      if (growth_.over) {
        f_.losses.refuse(f_.path, "its members unpack to more than " + std::to_string(kBombRatio) +
                                      " times its size; not read further");
        return false;
      }
      if (take(at_++, member)) {
        return true;
      }
    }
    return false;
  }

 private:
  void open() {
    const bool file = !f_.input.packed() && f_.input.on_disk();
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = nullptr;
    if (file) {
      source = zip_source_file_create(f_.path.c_str(), 0, -1, &error);
      struct stat info{};
      growth_.archive =
          ::stat(f_.path.c_str(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
    } else {
      held_ = std::move(f_.head);
      while (held_.size() <= f_.options.max_bytes && f_.input.read(held_, 1U << 20)) {
      }
      if (held_.size() > f_.options.max_bytes) {
        fault_ = "a zip that is not a file on the disk and larger than the limit of " +
                 std::to_string(f_.options.max_bytes) + " bytes";
        return;
      }
      source = zip_source_buffer_create(held_.data(), held_.size(), 0, &error);
      growth_.archive = held_.size();
    }
    zip_ = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (zip_ == nullptr) {
      fault_ = std::string("not a zip that can be read: ") + zip_error_strerror(&error);
      zip_source_free(source);
    } else {
      count_ = static_cast<std::uint64_t>(std::max<zip_int64_t>(zip_get_num_entries(zip_, 0), 0));
    }
    zip_error_fini(&error);
  }

  [[nodiscard]] bool is_office() const {
    return zip_name_locate(zip_, "[Content_Types].xml", 0) >= 0 ||
           zip_name_locate(zip_, "mimetype", 0) >= 0;
  }

  // Members cannot be larger, packed, than the archive unless they lie over each other.
  [[nodiscard]] bool shares_bytes() const {
    std::uint64_t packed = 0;
    zip_stat_t about;
    for (std::uint64_t i = 0; i < count_ && packed <= growth_.archive; ++i) {
      zip_stat_init(&about);
      packed += zip_stat_index(zip_, i, 0, &about) == 0 ? about.comp_size : 0;
    }
    return packed > growth_.archive;
  }

  bool take(std::uint64_t index, Member& member) {
    zip_stat_t about;
    zip_stat_init(&about);
    const char* raw = zip_get_name(zip_, index, ZIP_FL_ENC_GUESS);
    if (raw == nullptr || zip_stat_index(zip_, index, 0, &about) != 0) {
      refuse("?", zip_strerror(zip_));
      return false;
    }
    std::string name = raw;
    repair_utf8(name);
    if (name.ends_with("/")) {
      return false;
    }
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    if (zip_file_get_external_attributes(zip_, index, 0, &system, &attributes) == 0 &&
        system == ZIP_OPSYS_UNIX && S_ISLNK(attributes >> 16)) {
      refuse(name, "a link; links are not followed");
      return false;
    }
    if (!wanted(name)) {
      return false;
    }
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE) {
      refuse(name, "locked with a password");
      return false;
    }
    if (about.size > kBombFloor && about.size / kBombRatio > about.comp_size) {
      refuse(name,
             "unpacks to more than " + std::to_string(kBombRatio) + " times its size; not read");
      return false;
    }
    ZipFile file(zip_fopen_index(zip_, index, 0), zip_fclose);
    if (!file) {
      refuse(name, zip_strerror(zip_));
      return false;
    }
    member.name = std::move(name);
    member.bytes = std::make_unique<ZipBytes>(std::move(file), about.comp_size, growth_);
    return true;
  }

  bool opened_ = false;
  zip_t* zip_ = nullptr;
  std::uint64_t count_ = 0, at_ = 0;
  std::string held_, fault_;
  Growth growth_;
};

}  // namespace

std::unique_ptr<Unfolder> unfold_zip(OpenFile file) {
  return std::make_unique<Zip>(std::move(file));
}

}  // namespace sayso::read
