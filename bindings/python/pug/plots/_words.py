"""What the pictures say: Indonesian, English."""

from __future__ import annotations

from typing import Final

from pug.report.language import Language

_WORDS: Final[dict[str, tuple[str, str]]] = {
    # Names that do not fit
    "every": (
        "Satu dari setiap {step} nama ditampilkan, dari {count} seluruhnya.",
        "One name in {step} is shown, of {count} in all.",
    ),
    "named": (
        "{shown} dari {count} nama ditampilkan; sisanya akan bertumpuk.",
        "{shown} of {count} names are shown; the others would overlap.",
    ),
    # Ranks and their intervals
    "ranks.title": ("Seberapa pasti peringkatnya", "How sure the ranks are"),
    "ranks.axis": ("Peringkat (1 = terbaik)", "Rank (1 is best)"),
    "ranks.interval": ("{level} peringkat simulasi", "{level} of the simulated ranks"),
    "ranks.median": ("median", "median"),
    "ranks.nominal": ("peringkat nominal", "nominal rank"),
    # Variance-based sensitivity
    "sobol.title": ("Apa yang menentukan hasil", "What decides the result"),
    "sobol.axis": ("Bagian dari varians", "Share of the variance"),
    "sobol.first": ("sendiri (orde pertama)", "alone (first order)"),
    "sobol.total": ("termasuk interaksi (total)", "with interactions (total)"),
    "sobol.interval": ("Garis: interval kepercayaan {level}.", "Whiskers: {level} confidence interval."),
    # Elementary effects
    "morris.title": ("Penapisan masukan (Morris)", "Screening of inputs (Morris)"),
    "morris.mu": ("Pengaruh μ*", "Influence μ*"),
    "morris.sigma": ("Interaksi atau ketaklinieran σ", "Interaction or non-linearity σ"),
    "morris.lines": (
        "Garis: σ/μ* = {ratios}. Di bawah {least} pengaruhnya hampir linier; di atas {most} tidak monoton, atau "
        "bergantung pada masukan lain.",
        "Lines: σ/μ* = {ratios}. Below {least} an effect is nearly linear; above {most} it is not monotonic, or "
        "depends on other inputs.",
    ),
    # Correlations
    "corr.title": ("Korelasi", "Correlations"),
    "corr.axis": ("Koefisien korelasi", "Coefficient of correlation"),
    "corr.missing": ("Arsiran: tanpa nilai.", "Hatched: no value."),
    "corr.plain": (
        "Angka tidak dicetak: {rows} × {columns} sel terlalu kecil.",
        "Numbers are not printed: {rows} × {columns} cells are too small.",
    ),
    # Principal components
    "pca.title": ("Komponen utama: unit dan indikator", "Principal components: units and indicators"),
    "pca.component": ("Komponen {number}", "Component {number}"),
    "pca.explained": ("Komponen {number} ({share} varians)", "Component {number} ({share} of the variance)"),
    "pca.arrows": (
        "Titik: unit. Panah: indikator, diperpanjang {factor} kali.",
        "Points: units. Arrows: indicators, {factor} times as long.",
    ),
    "scree.title": ("Varians tiap komponen utama", "Variance of each principal component"),
    "scree.axis": ("Komponen", "Component"),
    "scree.value": ("Nilai eigen", "Eigenvalue"),
    "scree.kaiser": ("rata-rata: {mean}", "average: {mean}"),
    "scree.shares": (
        "Angka: bagian varians sampai komponen itu. ● di atas rata-rata, ○ tidak.",
        "Numbers: share of the variance up to there. ● above the average, ○ not.",
    ),
    # Weights
    "weight.title": ("Jika bobot “{part}” diubah", "If the weight of “{part}” changes"),
    "weight.title.any": ("Jika satu bobot diubah", "If one weight changes"),
    "weight.axis": (
        "Bobot; bobot saudaranya disesuaikan sebanding",
        "Weight; those of its siblings are rescaled",
    ),
    "weight.score": ("Skor", "Score"),
    "weight.rank": ("Peringkat (1 = terbaik)", "Rank (1 is best)"),
    "weight.nominal": ("bobot nominal {weight}", "nominal weight {weight}"),
    "weight.most": (
        "Berwarna: {shown} dari {count} unit, yang paling banyak berubah.",
        "In colour: {shown} of {count} units, those that change most.",
    ),
    "weight.chosen": ("Berwarna: {shown} dari {count} unit.", "In colour: {shown} of {count} units."),
    # Removing an indicator
    "removal.title": ("Jika satu indikator dihapus", "If one indicator is left out"),
    "removal.axis": ("Rata-rata pergeseran peringkat", "Mean absolute shift of rank"),
    "changes.title.any": ("Peringkat jika satu indikator dihapus", "Rank if one indicator is left out"),
    "changes.title": ("Peringkat {unit} jika satu indikator dihapus", "Rank of {unit} if one indicator is left out"),
    "changes.axis": ("Peringkat (1 = terbaik)", "Rank (1 is best)"),
    "changes.nominal": ("Dengan semuanya: {rank}.", "With all of them: {rank}."),
    "changes.better": ("lebih baik tanpanya", "better without it"),
    "changes.worse": ("lebih buruk tanpanya", "worse without it"),
    "changes.same": ("tidak berubah", "unchanged"),
    # Distributions
    "dist.title": ("Sebaran sebelum dan sesudah perlakuan", "Distribution before and after treatment"),
    "dist.title.of": (
        "{name}: sebaran sebelum dan sesudah perlakuan",
        "{name}: distribution before and after treatment",
    ),
    "dist.before": ("sebelum", "before"),
    "dist.after": ("sesudah", "after"),
    "dist.moments": ("kemencengan {skew}\nkurtosis {kurtosis}", "skew {skew}\nkurtosis {kurtosis}"),
    "dist.axis": (
        "Letak antara nilai terkecil (0) dan terbesar (1) masing-masing",
        "Place between the least (0) and the greatest (1) value of each",
    ),
    "dist.ends": ("{low} sampai {high}", "{low} to {high}"),
    "dist.changed": ("{count} dari {all} nilai berubah (◇).", "{count} of {all} values changed (◇)."),
    "dist.transformed": ("{count} dari {all} nilai ditransformasi.", "{count} of {all} values were transformed."),
}


def say(language: Language, key: str, **values: object) -> str:
    """The text of that name, its blanks filled in."""
    return _WORDS[key][0 if language.tag == "id" else 1].format(**values)
