#include "workbench/targets.hpp"

#include <algorithm>
#include <utility>

#include "workbench/refusals.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

namespace {

constexpr bool is_of_unit(TargetKind kind) {
    return kind == TargetKind::score || kind == TargetKind::rank || kind == TargetKind::top;
}

constexpr bool has_first(TargetKind kind) { return kind == TargetKind::top || kind == TargetKind::top_kept; }

std::string name_of(const Target& target) {
    switch (target.kind) {
        case TargetKind::score:
            return "score";
        case TargetKind::rank:
            return "rank";
        case TargetKind::rank_shift:
            return "rank_shift";
        case TargetKind::top:
            return "top" + std::to_string(target.first);
        case TargetKind::top_kept:
            break;
    }
    return "top_kept" + std::to_string(target.first);
}

/// Looks up targets.
class Aiming {
  public:
    Aiming(const Variations& variations, std::span<const std::size_t> rows) : data_(variations.data()), rows_(rows) {
        std::vector<double> scores(rows.size(), no_value);
        for (std::size_t at = 0; at < variations.nominal_rows().size(); ++at) {
            const auto row = std::find(rows.begin(), rows.end(), variations.nominal_rows()[at]);
            scores[static_cast<std::size_t>(row - rows.begin())] = variations.nominal_index()[at];
        }
        list_.nominal_ranks.resize(rows.size());
        FastRanks().rank(scores, list_.nominal_ranks);
        for (const std::uint32_t rank : list_.nominal_ranks) list_.ranked += rank != 0 ? 1 : 0;
    }

    void add(const Target& target) {
        const std::string name = name_of(target);
        if (has_first(target.kind) && (target.first == 0 || target.first > list_.ranked))
            return report(name, "found the first " + std::to_string(target.first) + ", wanted from 1 to " +
                                    std::to_string(list_.ranked) + ", as many as have a rank");
        if (!is_of_unit(target.kind)) {
            if (!target.unit.empty())
                return report(name, "it is about all units; found the unit \"" + target.unit + "\"");
            return add({target.kind, 0, target.first}, name);
        }
        bool is_known = false;
        for (std::size_t at = 0; at < rows_.size(); ++at) {
            if (list_.nominal_ranks[at] == 0 || (!target.unit.empty() && data_.units[rows_[at]] != target.unit))
                continue;
            is_known = true;
            add({target.kind, at, target.first}, name + "/" + unit_name(rows_[at]));
        }
        if (!is_known) report(name, "no unit called \"" + target.unit + "\" has a rank in the design as it is");
    }

    result<TargetList> finish() && {
        if (list_.codes.empty() && problems_.empty()) report("targets", "found no target, wanted at least one");
        if (!problems_.empty()) return Error(ErrorKind::argument, std::move(problems_));
        return std::move(list_);
    }

  private:
    void report(const std::string& where, std::string message) {
        problems_.push_back({"sensitivity.target", where, 0, 0, std::move(message)});
    }

    void add(const TargetCode& code, const std::string& name) {
        if (std::find(list_.names.begin(), list_.names.end(), name) != list_.names.end())
            return report(name, "it is looked at twice");
        list_.codes.push_back(code);
        list_.names.push_back(name);
    }

    std::string unit_name(std::size_t row) const {
        std::string name = data_.units[row];
        if (!data_.times.empty()) name.append("/").append(digits(data_.times[row]));
        return name;
    }

    const Dataset& data_;
    std::span<const std::size_t> rows_;
    TargetList list_;
    std::vector<Problem> problems_;
};

}  // namespace

result<TargetList> TargetList::make(const std::vector<Target>& targets, const Variations& variations,
                                    std::span<const std::size_t> rows) {
    Aiming aiming(variations, rows);
    for (const Target& target : targets) aiming.add(target);
    return std::move(aiming).finish();
}

bool TargetList::needs_ranks() const {
    return std::any_of(codes.begin(), codes.end(),
                       [](const TargetCode& code) { return code.kind != TargetKind::score; });
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
