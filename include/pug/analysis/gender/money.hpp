#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "pug/analysis/gender/finding.hpp"
#include "pug/analysis/gender/wording.hpp"
#include "pug/gender_analysis.hpp"

// Whether the budget of a GBS adds up.
namespace pug {
inline namespace v0 {
namespace gender {

class BudgetCheck {
  public:
    BudgetCheck(Findings& findings, const Analysis& analysis) : findings_(findings), analysis_(analysis) {}

    void run() {
        check_amounts_of_actions();
        if (analysis_.kind == Kind::gbs) {
            if (!analysis_.budget || analysis_.budget->lines.empty()) {
                add("budget.missing", "/budget", Severity::missing,
                    both("GBS tanpa rincian anggaran", "a GBS without budget lines"),
                    both("isi rincian anggaran, atau sebut dokumen ini gap",
                         "give the budget lines, or call the document a gap"));
            }
        } else if (analysis_.budget) {
            add("budget.in_gap", "/budget", Severity::form, both("GAP tidak memuat anggaran", "a GAP has no budget"),
                both("sebut dokumen ini gbs, atau hapus anggaran", "call the document a gbs, or leave the budget out"));
        }
        if (analysis_.budget) check_lines(*analysis_.budget);
    }

  private:
    void add(std::string code, std::string where, Severity severity, Text message, Text correction) {
        findings_.push_back({std::move(code), std::move(where), severity, std::move(message), std::move(correction)});
    }

    void check_amount(const Decimal& amount, const std::string& where) {
        if (amount.exact() >= 0) return;
        add("budget.negative", where, Severity::arithmetic, told("tertulis {0}", "{0} is stated", {shown(amount)}),
            both("tulis jumlah uang 0 atau lebih", "write an amount of 0 or more"));
    }

    void check_amounts_of_actions() {
        for (std::size_t i = 0; i < analysis_.actions.size(); ++i) {
            if (analysis_.actions[i].budget)
                check_amount(*analysis_.actions[i].budget, below("/actions", i) + "/budget");
        }
    }

    void check_lines(const Budget& budget) {
        Rational sum = 0;
        for (std::size_t i = 0; i < budget.lines.size(); ++i) {
            const BudgetLine& line = budget.lines[i];
            sum += line.amount.exact();
            check_amount(line.amount, below("/budget/lines", i) + "/amount");
            if (!line.action.empty() && !is_action(line.action)) {
                add("name.unknown", below("/budget/lines", i) + "/action", Severity::form,
                    told("tidak ada kegiatan bernama \"{0}\"", "there is no action named \"{0}\"", {Text(line.action)}),
                    both("sebut kegiatan dari rencana aksi", "name an action of the action plan"));
            }
        }
        if (budget.total && !budget.lines.empty() && budget.total->exact() != sum)
            add_sum("budget.not_sum", "/budget/total", *budget.total, Decimal(sum));
        check_sums_of_actions(budget);
    }

    bool is_action(const std::string& name) const {
        for (const Action& action : analysis_.actions) {
            if (action.name == name) return true;
        }
        return false;
    }

    /// What an action costs by the plan and by the lines that name it.
    void check_sums_of_actions(const Budget& budget) {
        for (std::size_t i = 0; i < analysis_.actions.size(); ++i) {
            const Action& action = analysis_.actions[i];
            if (!action.budget || action.name.empty()) continue;
            Rational sum = 0;
            bool has_lines = false;
            for (const BudgetLine& line : budget.lines) {
                if (line.action != action.name) continue;
                sum += line.amount.exact();
                has_lines = true;
            }
            if (has_lines && sum != action.budget->exact())
                add_sum("budget.action_not_sum", below("/actions", i) + "/budget", *action.budget, Decimal(sum));
        }
    }

    void add_sum(std::string code, std::string where, const Decimal& stated, const Decimal& sum) {
        add(std::move(code), std::move(where), Severity::arithmetic,
            told("tertulis {0}; rinciannya berjumlah {1}", "{0} is stated; the lines sum to {1}",
                 {shown(stated), shown(sum)}),
            told("tulis {0}, atau perbaiki rinciannya", "write {0}, or correct the lines", {shown(sum)}));
    }

    Findings& findings_;
    const Analysis& analysis_;
};

}  // namespace gender
}  // namespace v0
}  // namespace pug
