#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pug/analysis/gender/finding.hpp"
#include "pug/analysis/gender/wording.hpp"
#include "pug/gender_analysis.hpp"

// Whether the columns of a GAP follow from each other: the objective and the actions answer the gap and its causes, the
// baseline comes from the data column, the indicators address the gap. Blank aspects ask for nothing.
namespace pug {
inline namespace v0 {
namespace gender {

class PathwayCheck {
  public:
    PathwayCheck(Findings& findings, const Analysis& analysis) : findings_(findings), analysis_(analysis) {
        for (const GapFactor& factor : analysis.gap_factors) {
            const auto at = static_cast<std::size_t>(factor.aspect);
            filled_[at] = filled_[at] || !is_blank(factor);
            gaps_[at] = gaps_[at] || has_gap(factor);
        }
    }

    void run() {
        check_columns();
        check_names();
        check_objective();
        check_actions();
        check_baseline();
        check_indicators();
    }

  private:
    void add(std::string code, std::string where, Severity severity, Text message, Text correction) {
        findings_.push_back({std::move(code), std::move(where), severity, std::move(message), std::move(correction)});
    }

    bool has_aspects() const { return std::find(filled_.begin(), filled_.end(), true) != filled_.end(); }

    void need(bool is_there, const std::string& where, const char* id, const char* en) {
        if (is_there) return;
        add("column.missing", where, Severity::missing, told("{0} kosong", "{1} is empty", {Text(id), Text(en)}),
            told("isi {0}", "fill in {1}", {Text(id), Text(en)}));
    }

    void check_columns() {
        need(!is_blank(analysis_.office), "/office", "perangkat daerah", "the office");
        need(!is_blank(analysis_.programme), "/programme", "program", "the programme");
        need(!is_blank(analysis_.activity), "/activity", "kegiatan", "the activity");
        need(analysis_.year.has_value(), "/year", "tahun", "the year");
        need(!is_blank(analysis_.policy), "/policy", "kolom kebijakan", "the policy column");
        need(!analysis_.data.empty(), "/data", "kolom data pembuka wawasan", "the data column");
        need(has_aspects(), "/gap_factors", "kolom faktor kesenjangan", "the column of gap factors");
        need(!causes().empty(), "/internal_causes", "kolom sebab kesenjangan", "the column of causes");
        need(has_objective(), "/objective", "kolom reformulasi tujuan", "the reformulated objective");
        need(!analysis_.actions.empty(), "/actions", "kolom rencana aksi", "the action plan");
        need(!is_blank(analysis_.baseline.text) || !analysis_.baseline.figures.empty(), "/baseline", "kolom data dasar",
             "the baseline");
        need(!analysis_.indicators.empty(), "/indicators", "kolom indikator", "the column of indicators");
    }

    bool has_objective() const { return !is_blank(analysis_.objective.text) || !analysis_.objective.answers.empty(); }

    std::vector<const Cause*> causes() const {
        std::vector<const Cause*> all;
        for (const Cause& cause : analysis_.internal_causes) all.push_back(&cause);
        for (const Cause& cause : analysis_.external_causes) all.push_back(&cause);
        return all;
    }

    bool is_cause(std::string_view name) const {
        const auto all = causes();
        return std::any_of(all.begin(), all.end(), [&](const Cause* cause) { return cause->name == name; });
    }

    static bool is_aspect(std::string_view name) {
        return std::find(aspect_names.begin(), aspect_names.end(), name) != aspect_names.end();
    }

    /// Names that several things bear, so that nobody can tell which is meant.
    void check_names() {
        std::vector<std::string_view> figures, others(aspect_names.begin(), aspect_names.end()), actions;
        for (std::size_t i = 0; i < analysis_.data.size(); ++i)
            check_name(figures, analysis_.data[i].name, "/data/" + std::to_string(i));
        for (std::size_t i = 0; i < analysis_.internal_causes.size(); ++i)
            check_name(others, analysis_.internal_causes[i].name, "/internal_causes/" + std::to_string(i));
        for (std::size_t i = 0; i < analysis_.external_causes.size(); ++i)
            check_name(others, analysis_.external_causes[i].name, "/external_causes/" + std::to_string(i));
        for (std::size_t i = 0; i < analysis_.actions.size(); ++i) {
            if (!analysis_.actions[i].name.empty())
                check_name(actions, analysis_.actions[i].name, "/actions/" + std::to_string(i));
        }
    }

    void check_name(std::vector<std::string_view>& taken, std::string_view name, const std::string& where) {
        if (std::find(taken.begin(), taken.end(), name) == taken.end()) {
            taken.push_back(name);
            return;
        }
        add("name.twice", below(where, "name"), Severity::form,
            told("nama \"{0}\" sudah dipakai", "the name \"{0}\" is taken", {Text(std::string(name))}),
            both("beri nama lain", "give it a name of its own"));
    }

    /// Whether what is answered is an aspect with content or a cause.
    bool check_answer(const std::string& name, const std::string& where) {
        if (is_cause(name)) return true;
        if (!is_aspect(name)) {
            add("name.unknown", where, Severity::form,
                told("\"{0}\" bukan aspek dan bukan sebab", "\"{0}\" is neither an aspect nor a cause", {Text(name)}),
                both("sebut akses, partisipasi, kontrol, manfaat, atau nama sebab yang ada",
                     "name akses, partisipasi, kontrol, manfaat, or a cause that is listed"));
            return false;
        }
        const auto at = std::find(aspect_names.begin(), aspect_names.end(), name) - aspect_names.begin();
        return check_filled(static_cast<Aspect>(at), where);
    }

    bool check_filled(Aspect aspect, const std::string& where) {
        if (filled_[static_cast<std::size_t>(aspect)]) return true;
        add("aspect.blank_answered", where, Severity::contradiction,
            told("{0} dijawab, padahal aspek itu kosong", "{0} is answered, and that aspect is blank", {shown(aspect)}),
            told("isi faktor kesenjangan {0}, atau hapus di sini", "fill in the gap factor {0}, or take it out here",
                 {shown(aspect)}));
        return false;
    }

    static bool contains(const std::vector<std::string>& names, std::string_view name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    }

    void check_objective() {
        if (!has_objective()) return;
        const auto& answers = analysis_.objective.answers;
        const std::string where = "/objective/answers";
        for (std::size_t i = 0; i < answers.size(); ++i) check_answer(answers[i], below(where, i));
        for (std::size_t a = 0; a < aspect_names.size(); ++a) {
            if (gaps_[a] && !contains(answers, aspect_names[a]))
                add_unanswered("objective.gap_unanswered", where, shown(static_cast<Aspect>(a)), aspect_names[a]);
        }
        for (const Cause* cause : causes()) {
            if (!contains(answers, cause->name))
                add_unanswered("objective.cause_unanswered", where, Text(cause->name), cause->name);
        }
    }

    void add_unanswered(std::string code, const std::string& where, const Text& what, std::string_view name) {
        add(std::move(code), where, Severity::missing,
            told("tujuan tidak menjawab {0}", "the objective does not answer {0}", {what}),
            told("rumuskan tujuan yang menjawabnya dan sebut \"{0}\" di sini",
                 "word the objective so that it does, and name \"{0}\" here", {Text(std::string(name))}));
    }

    void check_actions() {
        for (std::size_t i = 0; i < analysis_.actions.size(); ++i) {
            const Action& action = analysis_.actions[i];
            const std::string where = below("/actions", i);
            for (std::size_t j = 0; j < action.answers.size(); ++j)
                check_answer(action.answers[j], below(below(where, "answers"), j));
            if (!action.answers.empty()) continue;
            add("action.answers_nothing", where, Severity::missing,
                both("kegiatan tidak menjawab kesenjangan atau sebab", "the action answers neither a gap nor a cause"),
                both("sebut kesenjangan atau sebab yang dijawab, atau hapus kegiatan",
                     "name the gap or cause that it answers, or leave it out"));
        }
        if (!analysis_.actions.empty()) check_every_cause_has_an_action();
    }

    void check_every_cause_has_an_action() {
        const auto check = [&](const std::vector<Cause>& column, const std::string& where) {
            for (std::size_t i = 0; i < column.size(); ++i) {
                const bool is_answered =
                    std::any_of(analysis_.actions.begin(), analysis_.actions.end(),
                                [&](const Action& action) { return contains(action.answers, column[i].name); });
                if (is_answered) continue;
                add("cause.no_action", below(where, i), Severity::missing,
                    told("tidak ada kegiatan yang menjawab sebab \"{0}\"", "no action answers the cause \"{0}\"",
                         {Text(column[i].name)}),
                    both("tambahkan kegiatan yang menjawabnya", "add an action that does"));
            }
        };
        check(analysis_.internal_causes, "/internal_causes");
        check(analysis_.external_causes, "/external_causes");
    }

    void check_baseline() {
        const Baseline& baseline = analysis_.baseline;
        if (baseline.figures.empty() && !is_blank(baseline.text)) {
            add("baseline.no_figure", "/baseline", Severity::missing,
                both("data dasar tidak menyebut angka", "the baseline names no figure"),
                both("sebut angka dari kolom data", "name figures of the data column"));
        }
        for (std::size_t i = 0; i < baseline.figures.size(); ++i) {
            if (find_figure(analysis_, baseline.figures[i])) continue;
            add("baseline.not_from_data", below("/baseline/figures", i), Severity::contradiction,
                told("\"{0}\" tidak ada di kolom data", "\"{0}\" is not in the data column",
                     {Text(baseline.figures[i])}),
                both("ambil data dasar dari kolom data, atau tambahkan angkanya di sana",
                     "take the baseline from the data column, or add the figure there"));
        }
    }

    void check_indicators() {
        std::array<bool, aspect_names.size()> addressed = {};
        for (std::size_t i = 0; i < analysis_.indicators.size(); ++i) {
            const Indicator& indicator = analysis_.indicators[i];
            const std::string where = below("/indicators", i);
            for (std::size_t j = 0; j < indicator.addresses.size(); ++j) {
                check_filled(indicator.addresses[j], below(below(where, "addresses"), j));
                addressed[static_cast<std::size_t>(indicator.addresses[j])] = true;
            }
            if (!indicator.addresses.empty()) continue;
            add("indicator.addresses_nothing", where, Severity::missing,
                both("indikator tidak mengukur aspek mana pun", "the indicator addresses no aspect"),
                both("sebut aspek yang kesenjangannya diukur", "name the aspects whose gap it measures"));
        }
        if (analysis_.indicators.empty()) return;
        for (std::size_t a = 0; a < aspect_names.size(); ++a) {
            if (!gaps_[a] || addressed[a]) continue;
            add("indicator.gap_unaddressed", "/indicators", Severity::missing,
                told("tidak ada indikator untuk kesenjangan {0}", "no indicator addresses the gap in {0}",
                     {shown(static_cast<Aspect>(a))}),
                told("tambahkan indikator yang mengukur {0}", "add an indicator that measures {0}",
                     {shown(static_cast<Aspect>(a))}));
        }
    }

    Findings& findings_;
    const Analysis& analysis_;
    std::array<bool, aspect_names.size()> filled_ = {}, gaps_ = {};
};

}  // namespace gender
}  // namespace v0
}  // namespace pug
