#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`sayso data import-geonames`: a village of a dump is found in a text afterwards; bad dumps get clear errors.

  import_geonames.py SAYSO REPOSITORY
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile


def row(key, name, alternates, lat, lon, feature_class="P", country="UA", population="312"):
    cells = [key, name, name, alternates, lat, lon, feature_class, "PPL", country, "", "08", "", "", "", population,
             "", "12", "Europe/Kyiv", "2020-01-01"]
    return "\t".join(cells)


def main():
    sayso, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)

        def run(*arguments, code=0):
            done = subprocess.run([str(sayso), *map(str, arguments)], capture_output=True, text=True, cwd=folder)
            assert done.returncode == code, (arguments, done.returncode, done.stderr)
            return done

        run("data", "compile", folder / "small.img", root / "data")
        lines = [row("900000001", "Verbolissia", "Verbolissya,VRB,Верболісся", "47.5021", "33.1"),
                 row("900000002", "Verba Peak", "", "47.6", "33.2", feature_class="T"),
                 row("900000003", "Nowhere", "", "not a number", "33.2"), "a broken line", ""]
        with zipfile.ZipFile(folder / "UA.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "about the dump")
            archive.writestr("UA.txt", "\n".join(lines))
        done = run("data", "import-geonames", folder / "UA.zip", "--data", "small.img", "--image", "big.img")
        assert "1 places added, 2 lines passed over" in done.stderr, done.stderr

        (folder / "report.txt").write_text("Shells fell on Verbolissya in Ukraine on Monday, the governor said.\n")
        read = lambda image: json.loads(run("read", "--json", "--explain", "--data", image, "report.txt").stdout)
        record = read("big.img")
        found = {p["name"]: p for p in record["places"]}
        assert abs(found["Verbolissia"]["lat"] - 47.5021) < 0.001 and found["Verbolissia"]["country"] == "UKR", found
        assert found["Verbolissia"]["geonames_id"] == 900000001, found
        assert any(n["code"] == "place_reason" and n["detail"].startswith("Verbolissia: ") for n in record["notes"]), record
        assert not any(p["name"] == "Verbolissia" for p in read("small.img")["places"])

        (folder / "UA.txt").write_text("\n".join(lines), encoding="utf-8")
        run("data", "import-geonames", "UA.txt", "--data", "small.img", "--image", "text.img")
        assert (folder / "text.img").read_bytes() == (folder / "big.img").read_bytes()

        (folder / "bad.zip").write_bytes(b"PK\x03\x04 cut short")
        assert "bad.zip" in run("data", "import-geonames", "bad.zip", "--data", "small.img", code=2).stderr
        (folder / "empty.txt").write_text("no row\n")
        assert "no new populated place" in run("data", "import-geonames", "empty.txt", "--data", "small.img", code=2).stderr
    print("import_geonames: all good")


if __name__ == "__main__":
    main()
