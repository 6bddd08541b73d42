#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pages of one site through `sayso ingest`: what it puts under everything is learned, an updated page is a version: site.py SAYSO"""
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

SAYSO = sys.argv[1]
UNDER = "The Harbour Post said on Monday that it had won the prize of the Tarvik guild for its reports from the coast of the north."
PLACES = ["Kherson", "Odesa", "Mykolaiv", "Kharkiv", "Lviv", "Dnipro", "Poltava", "Chernihiv"]
LEADS = ["The mayor of %s said on Thursday that the bridge was closed after shelling had damaged two of its pillars.",
         "Police in %s arrested three men on Tuesday who had sold forged permits to drivers of lorries.",
         "A storm tore the roofs from forty houses in %s on Sunday, and the governor asked the army for tents.",
         "Doctors in %s ended their strike on Friday when the ministry agreed to pay the wages of May.",
         "Engineers restored the water supply of %s on Saturday, the head of the utility told reporters.",
         "The council of %s voted on Wednesday to sell the old market hall to a builder from the capital.",
         "Rebels released nine miners near %s on Monday, a spokesman of the Red Cross said in a statement.",
         "Trains from %s were late on Thursday because thieves had cut the cables of the signals at night."]
MORE = ["Divers will look at the foundations before anybody decides whether lorries may cross again, an inspector of roads explained. Farmers on the far bank fear for the milk they bring to town each morning.",
        "The forgeries were found by a clerk who noticed that two numbers were the same. A printer and several stamps lay in the cellar of a bakery, and the owner claims to know nothing of them.",
        "Nobody was hurt, but the school has no classroom left that is dry. Volunteers cooked soup in the gymnasium, and a sawmill offered planks at half of the usual price.",
        "Nurses had joined them in the second week, and only births and accidents were treated. The union called the outcome fair, while a deputy spoke of blackmail at the expense of the sick.",
        "Two pumps had failed in the heat, and spare parts waited at the customs for nineteen days. Families in high buildings carried buckets from tank wagons until the pressure rose.",
        "Stallholders gathered on the steps with drums and saucepans. The buyer wants to keep the iron roof and to put a hotel under it, according to drawings shown at the meeting.",
        "They had been seized in a tunnel in spring, together with explosives for the quarry. Relatives embraced them at the airfield; a physician found all of them thin, though in good spirits.",
        "Guards caught a youth with forty metres of copper in his rucksack. The operator reckons that the damage amounts to a month of ticket sales, and has ordered cameras for every mast."]


def page(number, more=""):
    place = PLACES[number]
    return ("<html><head><title>News from %s</title><meta property='og:site_name' content='Harbour Post'>"
            "<link rel=canonical href='https://post.example/2022/%d'><meta property='article:published_time' content='2022-07-%02dT09:00:00Z'></head>"
            "<body><article><h1>News from %s</h1><p>%s</p><p>%s</p>%s<p>%s</p></article></body></html>"
            % (place, number, 10 + number, place, LEADS[number] % place, MORE[number], more, UNDER))


def main():
    with tempfile.TemporaryDirectory() as name:
        folder, db = pathlib.Path(name, "pages"), pathlib.Path(name, "site.db")
        folder.mkdir()

        def ingest():
            subprocess.run([SAYSO, "ingest", str(folder), "--db", str(db)], check=True, capture_output=True, timeout=300)

        def ask(query):
            with sqlite3.connect(db) as connection:
                return connection.execute(query).fetchall()

        for i in range(len(PLACES)):
            (folder / ("%d.html" % i)).write_text(page(i))
        ingest()
        assert ask("SELECT count(*) FROM documents") == [(8,)], ask("SELECT count(*) FROM documents")
        learned = ask("SELECT count(DISTINCT f.version), min(substr(v.text, f.start + 1, f.end - f.start)),"
                      " max(substr(v.text, f.start + 1, f.end - f.start)) FROM furniture f JOIN versions v USING(version)")
        assert learned == [(8, UNDER, UNDER)], learned
        assert ask("SELECT count(*) FROM furniture") == [(8,)], "nothing but the paragraph under everything"
        # The same page with a paragraph more: a version of the same document, the old one known until then.
        (folder / "0.html").write_text(page(0, "<p>Officials said later that the bridge would stay shut for a week, and that buses would take another way.</p>"))
        ingest()
        assert ask("SELECT count(*) FROM documents") == [(8,)]
        assert ask("SELECT count(*), sum(known_until IS NOT NULL) FROM versions") == [(9, 1)], ask("SELECT count(*), sum(known_until IS NOT NULL) FROM versions")
        now = ask("SELECT v.text FROM versions v WHERE v.known_until IS NULL AND v.text LIKE '%stay shut%'")
        assert len(now) == 1
        # Read again: nothing new.
        ingest()
        assert ask("SELECT count(*) FROM versions") == [(9,)]
        current = ask("SELECT count(*) FROM furniture f JOIN versions v USING(version) WHERE v.known_until IS NULL")
        assert current == [(8,)], current
    print("site: all holds")


main()
