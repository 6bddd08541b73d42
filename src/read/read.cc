// SPDX-License-Identifier: Apache-2.0
#include "read/read.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "read/detect.h"
#include "read/html.h"
#include "read/http.h"
#include "read/language.h"
#include "read/reader.h"

namespace sayso {
namespace read {

Document blank(const Context& context, const RawReport& report) {
  Document d;
  d.provenance.path = report.path;
  d.provenance.outlet = context.options.outlet;
  d.provenance.url = report.url;
  d.provenance.record_id = report.record_id;
  d.provenance.fetched_at = report.fetched_at;
  if (report.cut) {
    d.note("cut", {}, "the end of the input is missing");
  }
  return d;
}

DecodedBytes decode_report(Document& d, RawReport& report, std::string_view charset) {
  DecodedBytes decoded = decode_bytes(std::move(report.bytes), charset);
  if (decoded.not_text) {
    d.note("not_text", {}, "these bytes are no text");
  } else if (trim_unicode(decoded.text).empty()) {
    d.note("empty", {});
  }
  if (decoded.repaired != 0) {
    d.note("repaired", {}, std::to_string(decoded.repaired) + " broken bytes replaced");
  }
  return decoded;
}

namespace {

// A field whose place no reader has told was given by the carrier.
void note_places(Provenance& p) {
  const auto given = [&](ProvenanceField field, bool filled) {
    FoundIn& found = p.found_in(field);
    found = !filled ? FoundIn::none : found == FoundIn::none ? FoundIn::given : found;
  };
  given(ProvenanceField::authors, !p.authors.empty());
  given(ProvenanceField::outlet, !p.outlet.empty());
  given(ProvenanceField::published_at, p.published_at.has_value());
  given(ProvenanceField::modified_at, p.modified_at.has_value());
  given(ProvenanceField::url, !p.url.empty());
  given(ProvenanceField::section, !p.section.empty());
}

}  // namespace

void finish(const Context& context, Document& d, bool language_given) {
  Provenance& p = d.provenance;
  if (!p.published_at) {
    p.published_at = context.options.date;
  }
  note_places(p);
  const std::string found = detect_language(d.text);
  if (!found.empty() && (!language_given || found == "en")) {
    if (found != p.language || !language_given) {
      p.found_in(ProvenanceField::language) = FoundIn::text;
    }
    p.language = found;  // pages in English often declare another language, hardly the reverse
  }
  if (!p.language.starts_with("en") && !d.text.empty()) {
    d.note("not_english", {}, p.language);
  }
  for (std::string* s : {&d.id, &p.url, &p.outlet, &p.agency, &p.language, &p.section, &p.path,
                         &p.record_id, &p.guid}) {
    repair_utf8(*s);
  }
  for (std::string& author : p.authors) {
    repair_utf8(author);
  }
  if (d.id.empty()) {
    d.id = d.text.empty() ? id_of_place(p.path + p.record_id, 0) : content_id(d);
  }
  d.layers = kLayerText;
}

Document refused(const Context& context, Document blank, std::string_view why) {
  blank.note("bad_record", {}, blank.provenance.path + ": " + std::string(why));
  finish(context, blank, false);
  return blank;
}

std::string id_of_place(std::string_view path, std::uint64_t record) {
  return to_hex(hash128(std::string(path) + "#" + std::to_string(record)));
}

}  // namespace read

namespace {

class AnyReader : public Reader {
 public:
  explicit AnyReader(read::Context context) : context_(std::move(context)) {}

  [[nodiscard]] std::vector<Document> read(RawReport report) const override {
    std::string fault;
    if (report.charset.empty() && report.media_type.find(';') != std::string::npos) {
      read::MediaType media = read::media_type_of(report.media_type);
      report.media_type = std::move(media.type);
      report.charset = std::move(media.charset);
    }
    if (!report.url.empty() && report.encoding.empty() && report.bytes.starts_with("\x1F\x8B")) {
      report.encoding = "gzip";  // a packed file (sitemap.xml.gz), not a packed transfer
    }
    if (report.chunked || !report.encoding.empty()) {
      fault = read::decode_body(report.bytes, report.chunked, report.encoding,
                                context_.options.max_bytes);
    }
    std::vector<Document> documents = read_plain(std::move(report));
    if (!fault.empty()) {
      for (Document& document : documents) {
        document.note("cut", {}, fault);
      }
    }
    return documents;
  }

 private:
  [[nodiscard]] std::vector<Document> read_plain(RawReport report) const {
    if (report.format == InputFormat::automatic) {
      const std::string_view head = std::string_view(report.bytes).substr(0, 64U << 10);
      report.format = report.media_type.empty() ? read::detect_format(head, report.path)
                                                : read::detect_served(head, report.media_type);
    }
    switch (report.format) {
      case InputFormat::jsonl:
        return read::read_json_lines(context_, std::move(report));
      case InputFormat::html:
        return read::read_html(context_, std::move(report));
      case InputFormat::feed:
        return read::read_feed(context_, std::move(report));
      case InputFormat::ninjs:
        return read::read_ninjs(context_, std::move(report));
      case InputFormat::newsml:
        return read::read_newsml(context_, std::move(report));
      case InputFormat::mail:
        return read::read_mail(context_, std::move(report));
      default:
        return read::read_text(context_, std::move(report));
    }
  }

  read::Context context_;
};

}  // namespace

std::optional<InputFormat> input_format_from(std::string_view name) {
  constexpr std::string_view kNames[] = {"auto",  "text",   "html", "jsonl", "feed",
                                         "ninjs", "newsml", "warc", "mail"};
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    if (kNames[i] == name) {
      return static_cast<InputFormat>(i);
    }
  }
  return std::nullopt;
}

bool gave_nothing(const Document& document) {
  if (!document.text.empty() && !read::trim_unicode(document.text).empty()) {
    return false;
  }
  for (const Note& note : document.notes) {
    if (note.code == "empty" || note.code == "not_text" || note.code == "bad_record" ||
        note.code == "no_article") {
      return true;
    }
  }
  return false;
}

Result<std::unique_ptr<Reader>> Reader::make(const Knowledge& knowledge, ReadOptions options) {
  const read::Tables tables = read::Tables::of(knowledge);
  auto html = std::make_shared<read::HtmlReader>(tables, knowledge.table("read_markup"));
  return std::unique_ptr<Reader>(
      std::make_unique<AnyReader>(read::Context{tables, std::move(options), std::move(html)}));
}

}  // namespace sayso
