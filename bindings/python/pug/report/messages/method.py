"""What the method page says, and the rules of an instrument in words: Indonesian, English."""

from __future__ import annotations

from typing import Final

METHOD: Final[dict[str, tuple[str, str]]] = {
    # Method
    "method": ("Cara menilai", "Method"),
    "method.lead": (
        "{variables} dijawab untuk setiap {unit}. Aturan di bawah ini berasal dari instrumen {id}, edisi "
        "{edition}; semuanya diterapkan dengan cara yang sama kepada setiap {unit}.",
        "{variables} are answered for each {unit}. The rules below are those of the instrument {id}, edition "
        "{edition}; all of them apply in the same way to each {unit}.",
    ),
    "method.composition": ("Dari jawaban menjadi skor", "From answers to the score"),
    "method.part": ("Bagian", "Part"),
    "method.weight": ("Bobot dalam skor", "Weight in the score"),
    "method.weights": (
        "Bobot berlaku bila semua bagian berlaku; bagian yang tidak berlaku membagi bobotnya kepada yang lain di "
        "kelompoknya.",
        "Weights are those when every part applies; a part that does not apply leaves its weight to the others of"
        " its group.",
    ),
    "method.mandatory": ("◆ diminta oleh suatu syarat wajib.", "◆ asked for by a mandatory criterion."),
    "method.rule": ("Cara menghitung", "How it is computed"),
    "method.root": ("Skor", "Score"),
    "method.at_least": ("perlu cakupan sedikitnya {value}", "needs a coverage of {value} at least"),
    "method.count_at_least": ("perlu sedikitnya {value} bagian yang teramati", "needs {value} parts observed at least"),
    "method.applicable_at_least": (
        "tidak berlaku bila kurang dari {value} bobotnya berlaku",
        "does not apply where less than {value} of its weight does",
    ),
    "method.references": (
        "Nilai acuan kelompok diambil dari {data}: {units}.",
        "The reference values of the cohort come from {data}: {units}.",
    ),
    "method.no_score": (
        "Instrumen ini tidak membuat skor gabungan; hanya bagian-bagiannya yang dilaporkan.",
        "This instrument makes no total; only its parts are reported.",
    ),
    "method.when": ("hanya bila {condition}", "only if {condition}"),
    "method.scales": (
        "Nilai setiap jawaban, sebagai bagian dari poin tertinggi skalanya",
        "What an answer is worth, as a share of the greatest points of its scale",
    ),
    "method.code": ("Jawaban", "Answer"),
    "method.points": ("Poin", "Points"),
    "method.missing": ("Jawaban yang tidak ada", "What is not answered"),
    "method.letter": ("Huruf", "Letters"),
    "method.meaning": ("Arti", "Meaning"),
    "method.treatment": ("Perlakuan", "Treatment"),
    "method.except": ("{title}: yang berstatus “{status}” {action}.", "{title}: what is “{status}” {action}."),
    "method.coverage": (
        "Cakupan adalah bagian bobot yang berlaku dan benar-benar teramati. {at_least}",
        "Coverage is the share of the weight that applies and was really observed. {at_least}",
    ),
    "method.coverage_least": (
        "Skor hanya diberikan bila cakupan sedikitnya {value}.",
        "A score is given only with a coverage of {value} at least.",
    ),
    "method.interval": (
        "Rentang skor: skor seandainya setiap pertanyaan yang belum terjawab mendapat nilai terburuk, dan "
        "seandainya mendapat nilai terbaik. Bila sebuah variabel tidak berbatas, ujung rentang itu tidak "
        "diketahui.",
        "Interval: the score if everything unanswered took its worst value, and if it took its best. Where a "
        "variable has no bound, that end of the interval is unknown.",
    ),
    "method.verdict": ("Dari skor menjadi predikat dan peringkat", "From the score to grade and rank"),
    "method.rounding": (
        "Skor dinilai setelah dibulatkan {rounding}.",
        "The score is judged after rounding {rounding}.",
    ),
    "method.no_rounding": (
        "Skor tidak dibulatkan sebelum dinilai; yang dicetak di sini memakai {digits} desimal.",
        "The score is not rounded before it is judged; in print it has {digits} decimals.",
    ),
    "method.grades": ("Batas predikat", "Cut-offs of the grades"),
    "method.values": ("Skor", "Score"),
    "method.no_grades": ("Instrumen ini tidak menetapkan predikat.", "This instrument sets no grades."),
    "method.gates": (
        "Syarat wajib: semuanya diperiksa. Yang pertama tidak terpenuhi menentukan predikat; skor tidak berubah.",
        "Mandatory criteria: all are checked. The first that is not met decides the grade; the score stays.",
    ),
    "method.caps": ("Pembatasan predikat", "Caps on the grade"),
    "method.cap": (
        "Bila {condition}, predikat paling tinggi {grade}.",
        "If {condition}, the grade is at most {grade}.",
    ),
    "method.overrides": ("Yang menentukan predikat lebih dulu", "What decides the grade before all else"),
    "method.override": ("Bila {condition}, predikatnya {grade}.", "If {condition}, the grade is {grade}."),
    "method.ladder": (
        "Predikat naik bertingkat: sebuah tingkat dicapai bila syaratnya dan syarat semua tingkat di bawahnya "
        "terpenuhi.",
        "Grades are earned step by step: a level is reached where its condition and those of all lower levels hold.",
    ),
    "method.otherwise": ("bila tidak: {grade}", "otherwise: {grade}"),
    "method.rank.value": ("Peringkat memakai skor yang tidak dibulatkan", "Ranks use the unrounded score"),
    "method.rank.none": ("Tidak ada peringkat", "There are no ranks"),
    "method.rank.rounded": ("Peringkat memakai skor yang dibulatkan", "Ranks use the rounded score"),
    "method.direction.higher_is_better": ("skor tinggi lebih baik", "a high score is better"),
    "method.direction.lower_is_better": ("skor rendah lebih baik", "a low score is better"),
    "method.ties.min": (
        "skor sama berbagi peringkat terbaik (1, 2, 2, 4)",
        "equal scores share the best rank (1, 2, 2, 4)",
    ),
    "method.ties.max": (
        "skor sama berbagi peringkat terakhir (1, 3, 3, 4)",
        "equal scores share the last rank (1, 3, 3, 4)",
    ),
    "method.ties.average": (
        "skor sama berbagi rata-rata peringkat (1; 2,5; 2,5; 4)",
        "equal scores share the mean rank (1, 2.5, 2.5, 4)",
    ),
    "method.ties.dense": (
        "skor sama berbagi peringkat tanpa lompatan (1, 2, 2, 3)",
        "equal scores share a rank without gaps (1, 2, 2, 3)",
    ),
    "method.exact": (
        "Setiap perbandingan dengan batas dan setiap pembulatan diputuskan seperti dalam hitungan tepat.",
        "Every comparison with a cut-off and every rounding is decided as exact arithmetic would.",
    ),
    "method.recomputed": (
        " {units} dihitung ulang secara tepat karena skornya sangat dekat dengan suatu batas.",
        " {units} recomputed exactly, as a cut-off was very near.",
    ),
    "method.sources": ("Asal angka", "Where the numbers are from"),
    "source": ("Sumber", "Source"),
    "source.used": ("Dipakai untuk", "Used for"),
    "source.ours": (
        "Angka yang bersumber “{title}” adalah buatan penyusun instrumen, bukan ketetapan resmi.",
        "Numbers whose source is “{title}” were made by the authors of the instrument, not by an authority.",
    ),
    "source.variables": ("{count} pertanyaan", "{count} questions"),
    "source.nodes": ("bobot dan cara hitung {count} bagian", "weights and rules of {count} parts"),
    "source.grades": ("{count} batas predikat", "{count} cut-offs"),
    "source.gates": ("{count} syarat wajib", "{count} mandatory criteria"),
    "source.caps": ("{count} pembatasan", "{count} caps"),
    "source.parameters": ("{count} parameter", "{count} parameters"),
    "source.none": ("rujukan", "background"),
    "annex": ("Daftar indikator", "List of indicators"),
    "annex.question": ("Pertanyaan", "Question"),
    "foot.note_title": ("Catatan dalam data", "Note in the data"),
    "foot.made": (
        "Dibuat dengan pug {version} (lisensi Apache-2.0) dari instrumen {id}, edisi {edition}, sidik jari "
        "{fingerprint}. Instrumen dan data yang sama selalu menghasilkan laporan yang sama.",
        "Made with pug {version} (licence Apache-2.0) from the instrument {id}, edition {edition}, fingerprint "
        "{fingerprint}. The same instrument and data always give the same report.",
    ),
    "foot.rights": (
        "Hak atas data dan naskah sumber tetap pada pemiliknya sebagaimana disebut pada bagian Asal angka.",
        "Rights in the data and in the source texts stay with their owners as named under Where the numbers are from.",
    ),
    # Rules
    "rule.from": ("nilai {of}", "value of {of}"),
    "rule.sum": ("jumlah {of}", "sum of {of}"),
    "rule.arithmetic": ("rata-rata berbobot {of}", "weighted mean of {of}"),
    "rule.arithmetic.equal": ("rata-rata {of}", "mean of {of}"),
    "rule.geometric": ("rata-rata ukur berbobot {of}", "weighted geometric mean of {of}"),
    "rule.geometric.equal": ("rata-rata ukur {of}", "geometric mean of {of}"),
    "rule.harmonic": ("rata-rata harmonik berbobot {of}", "weighted harmonic mean of {of}"),
    "rule.harmonic.equal": ("rata-rata harmonik {of}", "harmonic mean of {of}"),
    "rule.min": ("yang terkecil dari {of}", "the least of {of}"),
    "rule.max": ("yang terbesar dari {of}", "the greatest of {of}"),
    "rule.ratio": ("hasil bagi {of}", "ratio of {of}"),
    "rule.difference": ("selisih {of}", "difference of {of}"),
    "rule.median": ("nilai tengah dari {of}", "median of {of}"),
    "rule.arithmetic.inverse_sd": (
        "rata-rata {of}, masing-masing berbobot kebalikan simpangan bakunya dalam kelompok",
        "mean of {of}, each weighed by the inverse of its standard deviation in the cohort",
    ),
    "rule.geometric.inverse_sd": (
        "rata-rata ukur {of}, masing-masing berbobot kebalikan simpangan bakunya dalam kelompok",
        "geometric mean of {of}, each weighed by the inverse of its standard deviation in the cohort",
    ),
    "rule.harmonic.inverse_sd": (
        "rata-rata harmonik {of}, masing-masing berbobot kebalikan simpangan bakunya dalam kelompok",
        "harmonic mean of {of}, each weighed by the inverse of its standard deviation in the cohort",
    ),
    "rule.holds": ("1 bila {condition}, bila tidak 0", "1 if {condition}, else 0"),
    "rule.lookup": ("dari tabel menurut {of}", "from a table by {of}"),
    "rule.product": ("hasil kali {of}", "product of {of}"),
    "then.points": ("sebagai bagian dari poin tertinggi", "as a share of the greatest points"),
    "then.complement": ("dikurangkan dari 1", "taken from 1"),
    "then.abs": ("nilai mutlak", "absolute value"),
    "then.log": ("logaritma natural", "natural logarithm"),
    "then.exp": ("eksponen", "exponential"),
    "then.clip": ("dibatasi pada {a}–{b}", "held between {a} and {b}"),
    "then.clip.low": ("dibatasi paling rendah {value}", "held at {value} or more"),
    "then.clip.high": ("dibatasi paling tinggi {value}", "held at {value} or less"),
    "then.replace": ("{old} diganti {new}", "{old} replaced by {new}"),
    "then.reciprocal": ("{a} dibagi nilai itu", "{a} divided by it"),
    "then.power": ("dipangkatkan {a}", "to the power {a}"),
    "then.steps": ("bertingkat: {steps}", "in steps: {steps}"),
    "step": ("{start}: {value}", "{start}: {value}"),
    "step.first": ("di bawahnya", "below that"),
    "then.minmax.cohort": (
        "terkecil dalam kelompok menjadi 0, terbesar menjadi 1",
        "the least of the cohort becomes 0, the greatest 1",
    ),
    "then.zscore.cohort": (
        "selisih dari rata-rata kelompok, dalam simpangan baku",
        "distance from the mean of the cohort, in standard deviations",
    ),
    "then.rank.cohort": ("tempatnya dalam kelompok, dari yang terkecil", "its place in the cohort, from the least"),
    "then.percentile.cohort": ("bagian kelompok yang lebih kecil", "share of the cohort that is less"),
    "then.relative_to": ("dibagi {to}", "divided by {to}"),
    "then.deviation_from": ("dikurangi {to}", "less {to}"),
    "cohort.min": ("yang terkecil dalam kelompok", "the least of the cohort"),
    "cohort.max": ("yang terbesar dalam kelompok", "the greatest of the cohort"),
    "cohort.mean": ("rata-rata kelompok", "the mean of the cohort"),
    "cohort.median": ("nilai tengah kelompok", "the median of the cohort"),
    "then.scale": ("dikalikan {a}", "times {a}"),
    "then.affine": ("dikalikan {a}, ditambah {b}", "times {a}, plus {b}"),
    "then.minmax": ("{a} menjadi 0 dan {b} menjadi 1", "{a} becomes 0 and {b} becomes 1"),
    "round": ("ke {digits} desimal, {mode}", "to {digits} decimals, {mode}"),
    "round.one": ("ke {digits} desimal, {mode}", "to {digits} decimal, {mode}"),
    "round.half-up": ("setengah ke atas", "half-up"),
    "round.half-even": ("setengah ke genap", "half to even"),
    "round.down": ("ke bawah", "down"),
    "round.up": ("ke atas", "up"),
    "cond.all": (" dan ", " and "),
    "cond.any": (" atau ", " or "),
    "cond.not": ("bukan: {what}", "not: {what}"),
    "cond.at_least": ("{what} paling rendah {value}", "{what} at least {value}"),
    "cond.above": ("{what} di atas {value}", "{what} above {value}"),
    "cond.at_most": ("{what} paling tinggi {value}", "{what} at most {value}"),
    "cond.below": ("{what} di bawah {value}", "{what} below {value}"),
    "cond.is": ("{what}: {value}", "{what}: {value}"),
    "cond.in": ("{what}: salah satu dari {value}", "{what}: one of {value}"),
    "band.from": ("mulai {value}", "from {value}"),
    "band.above": ("di atas {value}", "above {value}"),
    "band.to": ("sampai {value}", "up to {value}"),
    "band.below": ("di bawah {value}", "below {value}"),
    "band.rest": ("lainnya", "the rest"),
    "policy.renormalise": ("keluar dari hitungan bersama bobotnya", "leaves the count with its weight"),
    "policy.lowest": ("dihitung sebagai nilai terburuk", "counts as the worst value"),
    "policy.if_needed": (
        "membuat hasilnya berstatus sama bila jawabannya dapat mengubah hasil",
        "gives the result the same status where the answer could change it",
    ),
    "policy.propagate": ("membuat hasilnya berstatus sama", "gives the result the same status"),
    "policy.number": ("dihitung sebagai {value}", "counts as {value}"),
}
