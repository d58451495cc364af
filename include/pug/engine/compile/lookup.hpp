#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "pug/engine/compile/context.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Compiles the table of a look-up node: codes become positions of levels, keys of an unordered table are sorted.
class LookupCompiler {
  public:
    LookupCompiler(CompileContext& context, const Node& node, const std::vector<Slot>& slots, const std::string& where)
        : context_(context), lookup_(*node.lookup), slots_(slots), where_(where) {}

    LookupCode compile() {
        code_.unordered = lookup_.unordered;
        for (std::size_t k = 0; k < slots_.size(); ++k) add_operand(k);
        if (scales_.size() != slots_.size()) return code_;
        for (std::size_t i = 0; i < lookup_.rows.size(); ++i)
            add_row(lookup_.rows[i], where_ + "/table/" + pointer_token(key_of(lookup_.rows[i])));
        if (context_.problems.empty()) check_complete();
        return code_;
    }

  private:
    static std::string key_of(const Lookup::Row& row) {
        std::string key;
        for (const auto& code : row.codes) key += (key.empty() ? "" : " ") + code;
        return key;
    }

    void add_operand(std::size_t k) {
        const Slot slot = slots_[k];
        const Scale* scale = slot < constant_base ? context_.scale_of(slot) : nullptr;
        if (!scale) {
            context_.problem("lookup.operand", where_ + "/lookup/" + std::to_string(k),
                             "a look-up takes choice variables only");
            return;
        }
        if (lookup_.unordered && !scales_.empty() && scale != scales_.front()) {
            context_.problem("lookup.operand", where_ + "/lookup/" + std::to_string(k),
                             "the choices of an unordered table share one scale");
        }
        std::vector<int> counts_as;
        for (std::size_t i = 0; i < scale->levels.size(); ++i) {
            const auto& as = scale->levels[i].counts_as;
            counts_as.push_back(as.empty() ? static_cast<int>(i) : CompileContext::level_index(*scale, as).value_or(0));
        }
        code_.counts_as.push_back(std::move(counts_as));
        scales_.push_back(scale);
    }

    void add_row(const Lookup::Row& row, const std::string& where) {
        if (row.codes.size() > slots_.size() || (!lookup_.unordered && row.codes.size() != slots_.size())) {
            context_.problem("lookup.key", where,
                             in_quotes(key_of(row)) + " has " + std::to_string(row.codes.size()) + " codes for " +
                                 std::to_string(slots_.size()) + " choices");
            return;
        }
        std::vector<int> key;
        for (std::size_t k = 0; k < row.codes.size(); ++k) {
            const auto level = CompileContext::level_index(*scales_[k], row.codes[k]);
            if (!level || code_.counts_as[k][static_cast<std::size_t>(*level)] != *level) {
                context_.problem("lookup.key", where,
                                 in_quotes(row.codes[k]) +
                                     (level ? " counts as another level; name that one" : " is no level of the scale"));
                return;
            }
            key.push_back(*level);
        }
        if (lookup_.unordered) std::sort(key.begin(), key.end());
        if (!code_.rows.emplace(std::move(key), context_.pool(row.value, where)).second) {
            context_.problem("lookup.duplicate", where, in_quotes(key_of(row)) + " stands twice in the table");
        }
    }

    /// Every combination of levels of all the choices needs a row.
    void check_complete() {
        double combinations = 1;
        for (const Scale* scale : scales_) combinations *= static_cast<double>(scale->levels.size());
        if (combinations > 1e6)
            return context_.problem("lookup.operand", where_ + "/lookup",
                                    "the choices have more than a million combinations");
        std::vector<int> key;
        std::size_t missing = 0;
        std::string example;
        visit(key, missing, example);
        if (missing == 0) return;
        context_.problem("lookup.incomplete", where_ + "/table",
                         "the table lacks " + std::to_string(missing) + " combinations, for one " + in_quotes(example));
    }

    void visit(std::vector<int>& key, std::size_t& missing, std::string& example) const {
        if (key.size() == slots_.size()) {
            if (code_.rows.count(key)) return;
            if (++missing > 1) return;
            for (std::size_t k = 0; k < key.size(); ++k) {
                example += (k == 0 ? "" : " ") + scales_[k]->levels[static_cast<std::size_t>(key[k])].code;
            }
            return;
        }
        const std::size_t k = key.size();
        for (int level = 0; level < static_cast<int>(scales_[k]->levels.size()); ++level) {
            const bool is_sorted = !lookup_.unordered || key.empty() || key.back() <= level;
            if (!is_sorted || code_.counts_as[k][static_cast<std::size_t>(level)] != level) continue;
            key.push_back(level);
            visit(key, missing, example);
            key.pop_back();
        }
    }

    CompileContext& context_;
    const Lookup& lookup_;
    const std::vector<Slot>& slots_;
    std::string where_;
    std::vector<const Scale*> scales_;
    LookupCode code_;
};

inline std::uint32_t add_lookup(CompileContext& context, const Node& node, const std::vector<Slot>& slots,
                                const std::string& where) {
    // Eight choices of five levels already make 390,625 combinations: beyond that a table is not what is meant.
    if (slots.size() > 8) {
        context.problem("lookup.operand", where + "/lookup",
                        "a look-up takes at most 8 choices, found " + std::to_string(slots.size()));
        return none;
    }
    context.program.lookups.push_back(LookupCompiler(context, node, slots, where).compile());
    return static_cast<std::uint32_t>(context.program.lookups.size() - 1);
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
