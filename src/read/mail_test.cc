// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "read/mime.h"
#include "read/read_test_util.h"

namespace sayso {
namespace {

using read::test::blocks_of;
using read::test::read_all;

TEST_CASE("mail: alternatives, encodings, encoded words; attachments are left out") {
  const auto docs = read_all(
      "Received: from mx.example\r\nFrom: \"Meridian Wire\" <desk@wire.example>\r\n"
      "Subject: =?utf-8?B?UG9ydCBvZiBUYXJ2aWsg?=\r\n =?iso-8859-1?Q?ferm=E9?= & guarded\r\n"
      "Date: Thu, 28 Jul 2022 09:30:00 +0300\r\nMessage-ID: <m1@wire.example>\r\nMIME-Version: "
      "1.0\r\nContent-Type: multipart/mixed; boundary=\"out\"\r\n\r\npreamble\r\n--out\r\n"
      "Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\nContent-Type: "
      "text/plain\r\n\r\nThe plain form.\r\n--in\r\nContent-Type: text/html; "
      "charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>The minister "
      "s=\r\naid "
      "=E2=80=9Cno=E2=80=9D.</p><p>Nobody was hurt.</p>\r\n--in--\r\n--out\r\nContent-Type: "
      "text/plain; charset=windows-1251\r\nContent-Transfer-Encoding: "
      "base64\r\n\r\nzO7x8iDn4Orw+/Iu\r\n--out\r\nContent-Type: text/plain\r\nContent-Disposition: "
      "attachment; filename=a.txt\r\n\r\nnot this\r\n--out--\r\n",
      InputFormat::mail);
  REQUIRE(docs.size() == 1);
  CHECK(blocks_of(docs[0]) ==
        "headline: Port of Tarvik fermé & guarded\nparagraph: The minister said “no”.\nparagraph: "
        "Nobody was hurt.\nparagraph: Мост закрыт.\n");
  CHECK(docs[0].provenance.outlet == "Meridian Wire");
  CHECK(docs[0].id == "m1@wire.example");
  CHECK(format_timestamp(*docs[0].provenance.published_at) == "2022-07-28T09:30:00+03:00");
}

TEST_CASE("mail: a forwarded message is a document of its own; depth is bounded") {
  std::string mail =
      "From: a@b.example\nSubject: Inner\nMIME-Version: 1.0\n\nThe bridge is open, he said.\n";
  const auto one = read_all(
      "From: c@d.example\nSubject: Outer\nMIME-Version: 1.0\nContent-Type: "
      "multipart/mixed; boundary=x\n\n--x\n\nLook at this report.\n--x\n"
      "Content-Type: message/rfc822\n\n" +
          mail + "--x--\n",
      InputFormat::mail);
  REQUIRE(one.size() == 2);
  CHECK(one[0].headline() == "Outer");
  CHECK(one[1].headline() == "Inner");
  std::string deep;
  for (int i = 0; i < 2000; ++i) {
    deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" +
            std::to_string(i) + "\n";
  }
  CHECK(read_all("From: a@b.example\n" + deep + "\nwords", InputFormat::mail).size() == 1);
}

TEST_CASE("a page saved with its parts reads as a page") {
  const auto docs = read_all(
      "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://h.example/a\r\nSubject: "
      "x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; "
      "boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: "
      "quoted-printable\r\n\r\n<html><body><article><h1>Port shut</h1><p class=3D\"a\">The port "
      "was shut on Monday after a storm had damaged two cranes, the harbour master "
      "said.</p></article></body></html>\r\n--b--\r\n",
      InputFormat::mail);
  REQUIRE(docs.size() == 1);
  CHECK(docs[0].provenance.url == "https://h.example/a");
  CHECK(docs[0].headline() == "Port shut");
}

TEST_CASE("transfer encodings are lenient") {
  CHECK(read::decode_base64("TWFu\r\nTWE=TQ==!") == "ManMaM");
  CHECK(read::decode_quoted_printable("a=3Db=\r\nc=ZZ=") == "a=bc=ZZ");
  CHECK(read::header_words("=?utf-8?Q?a_b?= =?utf-8?Q?c?= d =?bad") == "a bc d =?bad");
}

}  // namespace
}  // namespace sayso
