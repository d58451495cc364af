"""What the pages about the units say: Indonesian, English."""

from __future__ import annotations

from typing import Final

PAGE: Final[dict[str, tuple[str, str]]] = {
    "and": (" dan ", " and "),
    "and.last": (", dan ", " and "),
    # The first page
    "report": ("Laporan penilaian", "Assessment report"),
    "judged": ("{units} dinilai", "{units} assessed"),
    "with_reference": ("acuan: {name}", "reference: {name}"),
    "with_before": ("dibandingkan dengan penilaian sebelumnya", "compared with the earlier assessment"),
    "contents": ("Isi laporan", "Contents"),
    "summary": ("Ringkasan", "Summary"),
    "identity": ("Instrumen dan asal angka", "Instrument and origin of the figures"),
    "instrument": ("Instrumen", "Instrument"),
    "edition": ("Edisi", "Edition"),
    "status": ("Status", "Status"),
    "authority": ("Lembaga penetap", "Authority"),
    "fingerprint": ("Sidik jari", "Fingerprint"),
    "engine": ("Dihitung dengan", "Computed with"),
    "data": ("Catatan data", "Note on the data"),
    "date": ("Tanggal data", "Date of the data"),
    "status.official": ("resmi: aturan dan angkanya diterbitkan", "official: rules and numbers are published"),
    "status.reconstructed": (
        "rekonstruksi: aturan disimpulkan dari data yang diterbitkan dan diuji padanya",
        "reconstructed: rules inferred from published data and checked against them",
    ),
    "status.draft": (
        "rancangan: susunannya terbuka, angkanya belum ditetapkan siapa pun",
        "draft: the structure is public, the numbers are nobody's ruling",
    ),
    "draft.title": ("Instrumen berstatus rancangan", "Draft instrument"),
    "draft.text": (
        "Bobot, batas nilai, dan nama predikat dalam laporan ini adalah rancangan, bukan ketetapan resmi. "
        "Predikatnya berguna untuk pembinaan dan perbaikan; bukan sertifikat dan bukan dasar penetapan standar.",
        "Weights, cut-offs and names of grades in this report are a draft, not an official ruling. The grades "
        "serve guidance and improvement; they are no certificate and no basis for recognition.",
    ),
    "draft.line": ("Predikat rancangan, bukan ketetapan resmi.", "Draft grades, not an official ruling."),
    "draft.mark": ("rancangan", "draft"),
    "draft.page": (
        "Instrumen rancangan: predikat bukan ketetapan resmi",
        "Draft instrument: grades are not an official ruling",
    ),
    "page": ("Halaman", "Page"),
    "of": ("dari", "of"),
    # Summary
    "figure.judged": ("dinilai", "assessed"),
    "figure.median": ("skor tengah (median)", "median score"),
    "figure.gates": ("belum memenuhi syarat wajib", "fail a mandatory criterion"),
    "figure.better": ("membaik sejak penilaian sebelumnya", "improved since the earlier assessment"),
    "figure.no_score": ("tanpa skor", "without a score"),
    "sum.grades": ("Predikat {units} yang dinilai: {grades}.", "Grades of the {units} assessed: {grades}."),
    "sum.grade": ("{count} “{grade}”", "{count} “{grade}”"),
    "sum.no_grade": ("{count} tanpa predikat", "{count} have no grade"),
    "sum.reference": (
        "{name} hanya menjadi acuan dan tidak ikut dihitung.",
        "{name} serves as reference only and is not counted.",
    ),
    "sum.gates": (
        "{units} belum memenuhi sedikitnya satu syarat wajib; yang paling sering: {gates}.",
        "{units} fail at least one mandatory criterion; most often: {gates}.",
    ),
    "sum.gates_one": (
        "{units} belum memenuhi sedikitnya satu syarat wajib: {gates}.",
        "{units} fails at least one mandatory criterion: {gates}.",
    ),
    "sum.gates_met": (
        "Semua memenuhi syarat wajib yang berlaku baginya.",
        "All meet the mandatory criteria that apply to them.",
    ),
    "sum.scores": (
        "Skor terendah {low} ({low_name}), tertinggi {high} ({high_name}), nilai tengah {median}.",
        "The lowest score is {low} ({low_name}), the highest {high} ({high_name}), the median {median}.",
    ),
    "sum.lower": ("Skor rendah lebih baik.", "A low score is better."),
    "sum.no_score": ("{units} tidak mendapat skor: {names}.", "{units} without a score: {names}."),
    "sum.missing": (
        "Yang paling sering belum terpenuhi penuh: {indicators}.",
        "Most often not fully met: {indicators}.",
    ),
    "sum.progress": (
        "Dibandingkan dengan penilaian sebelumnya, {better} membaik, {same} tetap, dan {worse} menurun; {raised} "
        "naik predikat.",
        "Compared with the earlier assessment, {better} improved, {same} stayed the same and {worse} fell; "
        "{raised} rose in grade.",
    ),
    "sum.progress_plain": (
        "Dibandingkan dengan penilaian sebelumnya, {better} membaik, {same} tetap, dan {worse} menurun.",
        "Compared with the earlier assessment, {better} improved, {same} stayed the same and {worse} fell.",
    ),
    "grades": ("Sebaran predikat", "Distribution of grades"),
    "often": ("Paling sering belum terpenuhi penuh", "Most often not fully met"),
    "often.units": ("Jumlah", "Number"),
    "bar.alt": ("{what}: {count} dari {total}", "{what}: {count} of {total}"),
    # Ranking
    "ranking": ("Peringkat", "Ranking"),
    "ranking.lead": (
        "Rentang menunjukkan skor seandainya semua pertanyaan yang belum terjawab bernilai terburuk atau terbaik: "
        "urutan dua {units} yang rentangnya bertumpang-tindih belum pasti.",
        "The interval shows the score if everything unanswered were at its worst or at its best: "
        "the order of two {units} whose intervals overlap is not certain.",
    ),
    "ranking.cuts": ("Garis tegak: batas predikat.", "Upright lines: cut-offs of the grades."),
    "rank": ("Peringkat", "Rank"),
    "unit": ("Unit", "Unit"),
    "grade": ("Predikat", "Grade"),
    "score": ("Skor", "Score"),
    "interval": ("Rentang skor", "Interval"),
    "interval.ends": ("dari – sampai", "from – to"),
    "coverage": ("Cakupan", "Coverage"),
    "gates.short": ("Syarat wajib belum terpenuhi", "Mandatory criteria not met"),
    "reference": ("acuan", "reference"),
    "no_score": ("tanpa skor", "no score"),
    "no_grade": ("tanpa predikat", "no grade"),
    "not_ranked": ("tidak diperingkat", "not ranked"),
    "unknown": ("tidak diketahui", "unknown"),
    "interval.alt": (
        "{name}: skor {score}, rentang {low} sampai {high}",
        "{name}: score {score}, interval {low} to {high}",
    ),
    "axis.alt": ("Skala dari {low} sampai {high}", "Scale from {low} to {high}"),
    # Progress
    "progress": ("Perubahan sejak penilaian sebelumnya", "Change since the earlier assessment"),
    "progress.lead": (
        "Diurutkan dari perubahan terbaik. Kedua penilaian memakai instrumen yang sama.",
        "Sorted from the best change down. Both assessments use the same instrument.",
    ),
    "before": ("Sebelum", "Before"),
    "after": ("Sesudah", "After"),
    "change": ("Perubahan", "Change"),
    "grade.before": ("Predikat sebelum", "Grade before"),
    "grade.after": ("Predikat sesudah", "Grade after"),
    "progress.transitions": (
        "Perpindahan predikat: baris sebelum, kolom sesudah, banyaknya {units}",
        "Moves between grades: rows before, columns after, number of {units}",
    ),
    "progress.alt": ("{name}: dari {before} menjadi {after}", "{name}: from {before} to {after}"),
    "progress.grade": ("Perubahan predikat", "Change of grade"),
    "grade.up": ("naik", "up"),
    "grade.down": ("turun", "down"),
    "grade.same": ("tetap", "same"),
    "not_before": ("tidak ada dalam penilaian sebelumnya", "not in the earlier assessment"),
    # Heat maps
    "heat.dimensions": ("Peta nilai menurut dimensi", "Values by dimension"),
    "heat.criteria": ("Peta nilai menurut indikator", "Values by indicator"),
    "heat.share": (
        "Angka: persen dari nilai terbaik (100 = terpenuhi penuh). Makin gelap, makin terpenuhi.",
        "Figures: per cent of the best value (100 = fully met). The darker, the more is met.",
    ),
    "heat.raw": (
        "Angka: nilai sebagaimana dihitung. Warna: letaknya antara nilai terendah dan tertinggi di kolom itu, "
        "bukan baik atau buruk.",
        "Figures: values as computed. Colour: the place between the lowest and the highest of the column, not "
        "good or bad.",
    ),
    "heat.mixed": (
        "Kolom bertanda ° memuat nilai sebagaimana dihitung; warnanya menunjukkan letak antara yang terendah dan "
        "tertinggi di kolom itu.",
        "Columns marked ° hold values as computed; their colour shows the place between the lowest and the "
        "highest of the column.",
    ),
    "heat.gate": (
        "kotak bergaris tebal: syarat wajib yang belum terpenuhi",
        "thick frame: a mandatory criterion that is not met",
    ),
    "heat.weight": ("Bobot", "Weight"),
    "heat.mean": ("Rata-rata", "Mean"),
    # One unit
    "units": ("Hasil setiap {unit}", "Results of each {unit}"),
    "rank.of": ("{rank} dari {count}", "{rank} of {count}"),
    "verdict.gates": (
        "Predikat ini diberikan karena {count} belum terpenuhi. Skor tetap dihitung.",
        "This grade follows from {count} not met. The score is computed all the same.",
    ),
    "verdict.override": (
        "Predikat ditetapkan lebih dulu oleh: {why}.",
        "The grade was decided before all else by: {why}.",
    ),
    "verdict.cap": ("Predikat paling tinggi {grade}: {why}.", "The grade is at most {grade}: {why}."),
    "verdict.cap_unanswered": (
        "Predikat paling tinggi {grade}, karena belum diketahui: {why}.",
        "The grade is at most {grade}, as it is not known: {why}.",
    ),
    "verdict.no_score": (
        "Tidak ada skor ({status}). Bobot yang teramati {coverage}; instrumen meminta sedikitnya {at_least}.",
        "There is no score ({status}). Observed weight: {coverage}; the instrument asks for {at_least} at least.",
    ),
    "verdict.no_score_plain": ("Tidak ada skor ({status}).", "There is no score ({status})."),
    "verdict.gates_met": ("Semua syarat wajib yang berlaku terpenuhi.", "All mandatory criteria that apply are met."),
    "verdict.not_before": ("Tidak ada dalam penilaian sebelumnya.", "Not in the earlier assessment."),
    "verdict.before": (
        "Penilaian sebelumnya: {before}; perubahan {change}.",
        "Earlier assessment: {before}; change {change}.",
    ),
    "gates": ("Syarat wajib yang belum terpenuhi", "Mandatory criteria not met"),
    "gate.needed": ("Diminta", "Required"),
    "gate.found": ("Keadaan", "Found"),
    "gate.unanswered": ("dihitung belum terpenuhi", "counts as not met"),
    "dimensions": ("Nilai setiap dimensi", "Values of the dimensions"),
    "criteria": ("Nilai setiap indikator", "Values of the indicators"),
    "dimension": ("Dimensi", "Dimension"),
    "difference": ("Selisih", "Difference"),
    "dots.share": ("Persen dari nilai terbaik.", "Per cent of the best value."),
    "dots.raw": (
        "Setiap baris memakai skalanya sendiri, dari nilai terendah sampai tertinggi di antara semua {units}.",
        "Every row has its own scale, from the lowest to the highest value among all {units}.",
    ),
    "dots.best": ("skor terbaik", "best score"),
    "score.now": ("Nilai", "Value"),
    "benchmark": ("Pembanding", "Benchmark"),
    "gaps": ("Kesenjangan dan langkah perbaikan", "Gaps and how to close them"),
    "gaps.none": (
        "Tidak ada: setiap indikator yang berlaku terpenuhi penuh.",
        "None: every indicator that applies is fully met.",
    ),
    "gaps.lead": (
        "{indicators} belum terpenuhi penuh; perkiraan seluruh pekerjaan {days}. Poin: kenaikan skor bila hanya "
        "indikator itu yang menjadi terbaik.",
        "{indicators} not fully met; estimated work in all: {days}. Points: rise of the score if that indicator "
        "alone became the best.",
    ),
    "gaps.lead_plain": (
        "{indicators} belum terpenuhi penuh. Poin: kenaikan skor bila hanya indikator itu yang menjadi terbaik.",
        "{indicators} not fully met. Points: rise of the score if that indicator alone became the best.",
    ),
    "gap.indicator": ("Indikator dan jawaban", "Indicator and answer"),
    "gap.evidence": ("Bukti dukung", "Evidence needed"),
    "gap.remediation": ("Langkah perbaikan", "How to close it"),
    "gap.role": ("Pelaksana", "By whom"),
    "gap.days": ("Hari kerja", "Working days"),
    "gap.points": ("Poin", "Points"),
    "gap.gate": ("syarat wajib", "mandatory"),
    # What comes next
    "way.title": ("Jalan terhemat ke predikat yang lebih baik", "The cheapest way to a better grade"),
    "way": (
        "Predikat {grade} (skor {score}) tercapai dengan {changes}, perkiraan {days}. Tidak ada rangkaian perubahan "
        "lain yang mencapainya dengan lebih sedikit hari kerja.",
        "{grade} (score {score}) is reached by {changes} in an estimated {days}. No other set of changes reaches it in "
        "fewer working days.",
    ),
    "way.unproved": (
        "Predikat {grade} (skor {score}) tercapai dengan {changes}, perkiraan {days}. Belum terbukti bahwa tidak ada "
        "yang lebih sedikit.",
        "{grade} (score {score}) is reached by {changes} in an estimated {days}. It is not proved that nothing takes "
        "less.",
    ),
    "way.none": (
        "Tidak ada perubahan jawaban yang mencapai predikat {grade}.",
        "No change of answers reaches {grade}.",
    ),
    "way.days_note": (
        "Hari kerja menurut instrumen; satu hari untuk indikator yang tidak disebutkan.",
        "Working days as the instrument states them; one day for an indicator about which it says nothing.",
    ),
    "way.becomes": ("Menjadi", "Becomes"),
    "way.change": ("Perubahan", "Change"),
    "way.now": ("Sekarang", "Now"),
    "firm": (
        "Predikat ini baru turun bila sedikitnya {count} jawaban keliru, misalnya {answers}.",
        "This grade falls only if at least {count} answers are wrong, for example {answers}.",
    ),
    "firm.unproved": (
        "Predikat ini turun bila {count} jawaban keliru, misalnya {answers}; mungkin lebih sedikit pun cukup.",
        "This grade falls if {count} answers are wrong, for example {answers}; perhaps fewer are enough.",
    ),
    "firm.one": (
        "Predikat ini bertumpu pada satu jawaban: {answer}.",
        "This grade rests on one answer: {answer}.",
    ),
    "firm.each": (
        "Predikat ini turun bila satu saja dari {count} jawaban keliru, misalnya {answer}.",
        "This grade falls if a single one of {count} answers is wrong, for example {answer}.",
    ),
    "answers": ("Data", "Data"),
    "answers.value": ("Nilai", "Value"),
    "answers.variable": ("Variabel", "Variable"),
    "full_name": ("Nama lengkap", "Full name"),
    "up": ("Kembali ke peringkat", "Back to the ranking"),
    # Statuses of an observation
    "letter.missing": ("TJ", "MI"),
    "letter.not_applicable": ("TB", "NA"),
    "letter.not_assessed": ("BN", "NS"),
    "letter.no_information": ("BK", "NI"),
    "letter.not_computable": ("TH", "NC"),
    "letter.waived": ("DK", "WV"),
    "letter.suppressed": ("RH", "SU"),
    "status.observed": ("teramati", "observed"),
    "status.missing": ("tidak dijawab", "not answered"),
    "status.not_applicable": ("tidak berlaku", "not applicable"),
    "status.not_assessed": ("belum dinilai", "not assessed"),
    "status.no_information": ("bukti kurang", "evidence insufficient"),
    "status.not_computable": ("tidak dapat dihitung", "not computable"),
    "status.waived": ("dikecualikan", "waived"),
    "status.suppressed": ("dirahasiakan", "suppressed"),
    "yes": ("ya", "yes"),
    "no": ("tidak", "no"),
}
