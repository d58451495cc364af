#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "error.hpp"
#include "pug/io/plan.hpp"
#include "scores.hpp"
#include "text.hpp"

namespace pug {
inline namespace v0 {
namespace c {

namespace {

/// Asks a flag of the caller's, which another thread may set.
std::function<bool()> cancelled_by(const std::int32_t* cancel) {
    if (cancel == nullptr) return {};
    return
        [cancel] { return std::atomic_ref(*const_cast<std::int32_t*>(cancel)).load(std::memory_order_relaxed) != 0; };
}

/// A request of the caller's; nothing stands for the defaults.
result<std::string_view> borrow_request(const char* request, std::uint64_t length) {
    if (request == nullptr && length == 0) return std::string_view{};
    return borrow(request, length, "request");
}

/// The words of a request are those of the document that it is.
template <class Options, class Read>
result<Options> read_request(const pug_scores& scores, const char* request, std::uint64_t length, Read read) {
    PUG_TRY(const std::string_view text, borrow_request(request, length));
    return read(text, scores.scores.instrument());
}

}  // namespace

}  // namespace c
}  // namespace v0
}  // namespace pug

using namespace pug::c;

int32_t pug_scores_plan_json(pug_text** json, const pug_scores* scores, uint64_t unit, const char* request,
                             uint64_t request_length, const int32_t* cancel, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = unusable(scores, unit)) return *std::move(problem);
        PUG_TRY(auto options, read_request<pug::PlanOptions>(*scores, request, request_length, pug::read_plan_options));
        options.limits.is_cancelled = cancelled_by(cancel);
        PUG_TRY(const auto plan, pug::plan(scores->scores, static_cast<std::size_t>(unit), std::move(options)));
        return make_text(pug::to_json(scores->scores, plan));
    });
}

int32_t pug_scores_frontier_json(pug_text** json, const pug_scores* scores, uint64_t unit, const char* request,
                                 uint64_t request_length, const int32_t* cancel, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = unusable(scores, unit)) return *std::move(problem);
        PUG_TRY(auto options, read_request<pug::PlanOptions>(*scores, request, request_length, pug::read_plan_options));
        options.limits.is_cancelled = cancelled_by(cancel);
        PUG_TRY(const auto plans,
                pug::plan_frontier(scores->scores, static_cast<std::size_t>(unit), std::move(options)));
        return make_text(pug::to_json(scores->scores, plans));
    });
}

int32_t pug_scores_spend_json(pug_text** json, const pug_scores* scores, const char* request, uint64_t request_length,
                              const int32_t* cancel, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = unusable(scores)) return *std::move(problem);
        PUG_TRY(auto options, read_request<pug::PlanOptions>(*scores, request, request_length, pug::read_plan_options));
        options.limits.is_cancelled = cancelled_by(cancel);
        PUG_TRY(const auto spending, pug::spend(scores->scores, std::move(options)));
        return make_text(pug::to_json(scores->scores, spending));
    });
}

int32_t pug_scores_what_if_json(pug_text** json, const pug_scores* scores, uint64_t unit, const char* changes,
                                uint64_t changes_length, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = unusable(scores, unit)) return *std::move(problem);
        PUG_TRY(const std::string_view text, borrow(changes, changes_length, "changes"));
        PUG_TRY(const auto supposed, pug::read_supposed(text, scores->scores.instrument()));
        const auto place = static_cast<std::size_t>(unit);
        PUG_TRY(const auto what_if, pug::what_if(scores->scores, place, supposed));
        return make_text(pug::to_json(scores->scores, place, what_if));
    });
}

int32_t pug_scores_robustness_json(pug_text** json, const pug_scores* scores, uint64_t unit, const char* request,
                                   uint64_t request_length, const int32_t* cancel, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = unusable(scores, unit)) return *std::move(problem);
        PUG_TRY(auto options,
                read_request<pug::RobustnessOptions>(*scores, request, request_length, pug::read_robustness_options));
        options.limits.is_cancelled = cancelled_by(cancel);
        PUG_TRY(const auto found, pug::robustness(scores->scores, static_cast<std::size_t>(unit), options));
        return make_text(pug::to_json(scores->scores, found));
    });
}

int32_t pug_scores_gaps_json(pug_text** json, const pug_scores* scores, uint64_t unit, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = unusable(scores, unit)) return *std::move(problem);
        return make_text(pug::to_json(scores->scores, pug::gaps(scores->scores, static_cast<std::size_t>(unit))));
    });
}

int32_t pug_scores_common_gaps_json(pug_text** json, const pug_scores* scores, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = unusable(scores)) return *std::move(problem);
        return make_text(pug::to_json(scores->scores, pug::common_gaps(scores->scores)));
    });
}
