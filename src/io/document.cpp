#include "document.hpp"

#include <algorithm>
#include <utility>

namespace pug {
inline namespace v0 {
namespace detail {

Document::Document(std::string_view text, const TextLimits& limits) : json(text) {
    std::vector<TextProblem> found;
    parse_json(text, value, found, limits);
    is_text_sound = found.empty();
    for (auto& p : found)
        problems.push_back({std::move(p.code), std::move(p.pointer), p.line, p.column, std::move(p.message)});
    if (value.is_null() && is_text_sound) report_type(problems, {value, ""}, "an object");
}

Error Document::error(ErrorKind kind) && {
    // A number out of range was read as null: that it is no number need not be told as well.
    const Problems all = problems;
    std::erase_if(problems, [&](const Problem& problem) {
        return problem.code == "document.type" && std::any_of(all.begin(), all.end(), [&](const Problem& other) {
                   return other.code == "document.number_range" && other.where == problem.where;
               });
    });
    if (!is_readable()) return {ErrorKind::document, std::move(problems)};
    const Locator locator(json);
    for (Problem& problem : problems) {
        if (problem.line != 0) continue;
        const Place place = locator.at(problem.where);
        problem.line = place.line;
        problem.column = place.column;
    }
    std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    return {is_text_sound ? kind : ErrorKind::document, std::move(problems)};
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
