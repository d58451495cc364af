"""Makes sebelum.csv and sesudah.csv: synthetic self-assessments of 28 coded organisations and one reference provider.

Every organisation has a quality between 0 and 1. An answer follows from that quality, the difficulty of the indicator
and a chance part that belongs to the organisation and the indicator and so is the same in both rounds. The training
adds a gain, more on paper work than on rooms. What an organisation cannot have (a legal entity inside a government
office, the contents of a code that does not exist) stays empty. The same files come out on every run and every machine.
"""

import copy
import csv
import json
import random
from pathlib import Path

HERE = Path(__file__).resolve().parent
INSTRUMENT = HERE.parents[1] / "src" / "catalog" / "kemenpppa.lplpp.json"
SEED = 28
NOTE = "data sintetis (contoh), bukan organisasi nyata"
CODES = [f"ORG-{number:02d}" for number in range(1, 29)]
FIELDS = ("ekonomi", "politik", "hukum", "sosial", "budaya")
OFFICES = {"ORG-03", "ORG-16", "ORG-25"}
UNCHANGED = {"ORG-08", "ORG-19"}  # did not act on the training
WORSE = {"ORG-14"}  # lost staff between the rounds
BRANCHES = {"ORG-28": "ORG-13"}  # two branches of one mother organisation: alike but for what SPECIAL says, so they tie

# How much harder (above 0) or easier (below 0) an indicator is than the others.
DIFFICULTY = {
    "struktur_organisasi": -0.25, "jejaring_rujukan": -0.05, "sk_tim_pengelola": -0.15, "badan_hukum": -0.2,
    "pengalaman_ketua": -0.25, "uraian_tugas": -0.05, "kode_etik": -0.1, "etik_gratis": -0.1, "etik_hadiah": 0.1,
    "layanan_rutin": -0.2, "sop_layanan": 0.05, "rujukan_berjalan": 0.05, "promosi": -0.2, "kontak_layanan": -0.15,
    "akses_disabilitas": 0.2, "ruang_konsultasi": 0.1, "prinsip_kesetaraan": -0.05, "data_terpilah": 0.05,
    "analisis_apkm": 0.15, "survei_kepuasan": 0.05,
}  # fmt: skip
# What part of the gain from the training reaches the indicators of a dimension.
UPTAKE = {
    "kelembagaan": 1.0, "sdm": 0.8, "etika": 1.3, "pelayanan": 0.7, "program": 0.7, "sarana": 0.3, "prinsip": 0.9,
    "data_gender": 1.2,
}  # fmt: skip
# Statuses, and the cases that a reader of the example should meet, by round, organisation and indicator.
SPECIAL = {
    "sebelum": {
        "ORG-01": {"badan_hukum": "tidak"},
        "ORG-02": {"prinsip_akuntabilitas": "no_information", "rujukan_berjalan": "no_information"},
        "ORG-04": {  # no service staff
            "staf_profesional": "0", "staf_terlatih": "not_computable", "status_staf_masyarakat": "TT",
            "uraian_tugas": "TT"},
        "ORG-07": {"uraian_tugas": "", "ruang_konsultasi": "", "prinsip_transparansi": "", "promosi": ""},
        "ORG-11": {"akses_disabilitas": "waived"},
        "ORG-20": {"sop_layanan": "", "data_terpilah": ""},
        "ORG-25": dict.fromkeys(  # the premises had not been visited: no score yet
            ("sop_layanan", "rujukan_berjalan", "ruang_layanan", "ruang_konsultasi", "kontak_layanan", "uraian_tugas",
             "akses_disabilitas", "promosi", "peningkatan_kapasitas", "program_terpisah"), "not_assessed"),
        "ORG-28": {"prinsip_nondiskriminasi": "TS", "prinsip_kesetaraan": "TT"},
    },
    "sesudah": {
        "ORG-01": {"badan_hukum": "tidak"},
        "ORG-05": {"survei_kepuasan": "ya", "kepuasan_klien": "suppressed"},
        "ORG-06": {"sk_ditinjau": "waived"},
        "ORG-07": {"ruang_konsultasi": ""},
        "ORG-09": {  # a score of exactly 79.995, which rounds to the cut-off of 80
            "status_staf_masyarakat": "TS", "layanan_politik": "TL", "layanan_hukum": "TL", "layanan_sosial": "TL",
            "program_terpisah": "TS", "ruang_konsultasi": "TS", "kepuasan_klien": "87.35"},
        "ORG-11": {"akses_disabilitas": "waived"},
        "ORG-21": {"prinsip_keadilan": "no_information"},
        "ORG-24": {"survei_kepuasan": "ya", "kepuasan_klien": "not_computable"},  # nobody returned the questionnaire
        "ORG-25": {"akses_disabilitas": "not_assessed"},
        "ORG-28": {"prinsip_akuntabilitas": "TS", "prinsip_transparansi": "TL"},
    },
}  # fmt: skip
REFERENCE = {"akses_disabilitas": "TS", "analisis_apkm": "TS", "prinsip_keterjangkauan": "TS", "staf_profesional": "6",
             "staf_terlatih": "88.89", "kepuasan_klien": "93.5"}  # fmt: skip


def load_instrument():
    """The variables in the order of the form, and the dimension of each."""
    document = json.loads(INSTRUMENT.read_text(encoding="utf-8"))
    dimension = {}

    def walk(node, name):
        dimension[node["id"]] = name
        for child in node.get("arithmetic", []):
            walk(child, name)

    for node in document["score"]["arithmetic"]:
        walk(node, node["id"])
    return document["variables"], dimension


def clamp(value):
    return min(1.0, max(0.0, value))


class Organisation:
    """One coded organisation: its kind, the fields it serves, its quality and its luck with each indicator."""

    def __init__(self, code, quality, rng, variables):
        self.code = code
        self.kind = "dinas" if code in OFFICES else "masyarakat"
        self.quality = quality
        self.luck = {name: 0.5 * (rng() - 0.5) for name in variables}
        wanted = 1 + int(3 * rng())
        ordered = sorted(FIELDS, key=lambda _: rng())
        self.fields = set(ordered[:wanted])
        self.service_staff = 3 + int(8 * rng())
        self.gain = 0.0 if code in UNCHANGED else -0.15 if code in WORSE else 0.06 + 0.2 * rng()

    def level(self, name, dimension, trained):
        """How well an indicator is met, around 0 (not at all) to 1 (fully)."""
        gain = self.gain * UPTAKE[dimension[name]] if trained else 0.0
        return self.quality + gain - DIFFICULTY.get(name, 0.0) + self.luck[name]

    def answer(self, name, variable, dimension, trained):
        """The answer of a form, before conditions: a code, ya or tidak, or a number."""
        level = self.level(name, dimension, trained)
        if name == "staf_profesional":
            return str(round(clamp(level) * min(5, self.service_staff)))
        if name == "staf_terlatih":
            return f"{100 * round(clamp(level) * self.service_staff) / self.service_staff:.2f}"
        if name == "kepuasan_klien":
            return f"{60 + 36 * clamp(level):.1f}"
        if variable["type"] == "yes_no":
            return "ya" if level >= 0.45 else "tidak"
        return "TL" if level >= 0.62 else "TS" if level >= 0.33 else "TT"

    def form(self, variables, dimension, trained):
        """All answers of the organisation in one round."""
        row = {"jenis_lembaga": self.kind}
        for name, variable in variables.items():
            if name != "jenis_lembaga":
                row[name] = self.answer(name, variable, dimension, trained)
        for field in FIELDS:
            if field not in self.fields:
                row[f"layanan_{field}"] = "TDD"
        return row


def is_asked(name, row):
    """Whether the form asks for the indicator, given the other answers."""
    if name in ("badan_hukum", "status_staf_masyarakat"):
        return row["jenis_lembaga"] == "masyarakat"
    if name in ("dasar_tugas", "status_staf_dinas"):
        return row["jenis_lembaga"] == "dinas"
    if name.startswith("etik_"):
        return row["kode_etik"] in ("TS", "TL")
    asked_after = {
        "sk_ditinjau": "sk_tim_pengelola",
        "analisis_apkm": "data_terpilah",
        "kepuasan_klien": "survei_kepuasan",
    }
    return name not in asked_after or row[asked_after[name]] in ("TS", "TL", "ya")


def made_consistent(row):
    """The answers without what is not asked and what cannot be true together."""
    row = dict(row)
    if row["layanan_rutin"] == "TT":  # no field is fully served where nothing is held routinely
        row.update({f"layanan_{field}": "TS" for field in FIELDS if row[f"layanan_{field}"] == "TL"})
    if row["jejaring_rujukan"] == "TT" and row["rujukan_berjalan"] == "TL":
        row["rujukan_berjalan"] = "TS"
    return {name: answer if is_asked(name, row) else "" for name, answer in row.items()}


def reference_form(variables):
    """The provider that has already made it: nearly everything met, in three fields."""
    row = {name: "ya" if variable["type"] == "yes_no" else "TL" for name, variable in variables.items()}
    return row | {"jenis_lembaga": "masyarakat", "layanan_politik": "TDD", "layanan_budaya": "TDD"} | REFERENCE


def organisations(variables):
    """The 28 organisations, of evenly spread quality in a shuffled order."""
    rng = random.Random(SEED).random
    qualities = [0.1 + 0.54 * (place + rng()) / len(CODES) for place in range(len(CODES))]
    qualities.sort(key=lambda _: rng())
    units = {code: Organisation(code, quality, rng, variables) for code, quality in zip(CODES, qualities, strict=True)}
    for branch, elder in BRANCHES.items():
        units[branch] = copy.copy(units[elder])
        units[branch].code = branch
    return list(units.values())


def rows(name, units, variables, dimension):
    """Code and answers of every unit in the round of that name."""
    for unit in units:
        row = unit.form(variables, dimension, trained=name == "sesudah")
        yield unit.code, made_consistent(row | SPECIAL[name].get(unit.code, {}))
    yield "REF", made_consistent(reference_form(variables))


def main():
    variables, dimension = load_instrument()
    units = organisations(variables)
    for name in ("sebelum", "sesudah"):
        with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(["organisasi", "catatan", *variables])
            for code, row in rows(name, units, variables, dimension):
                out.writerow([code, NOTE, *(row[variable] for variable in variables)])


if __name__ == "__main__":
    main()
