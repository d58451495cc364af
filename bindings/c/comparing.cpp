#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "error.hpp"
#include "pug/io/agreement.hpp"
#include "pug/io/benchmark.hpp"
#include "pug/io/progress.hpp"
#include "scores.hpp"
#include "text.hpp"

namespace pug {
inline namespace v0 {
namespace c {

namespace {

/// A request of the caller's; nothing stands for the defaults.
result<std::string_view> borrow_request(const char* request, std::uint64_t length) {
    if (request == nullptr && length == 0) return std::string_view{};
    return borrow(request, length, "request");
}

/// Units have no names here: the same row is the same unit, so there have to be as many.
Outcome check_sizes(std::span<const Scores* const> rounds, const char* code) {
    for (std::size_t r = 1; r < rounds.size(); ++r) {
        if (rounds[r]->size() == rounds.front()->size()) continue;
        return Error(ErrorKind::argument, code, "",
                     "round 1 has " + std::to_string(rounds.front()->size()) + " units, round " +
                         std::to_string(r + 1) + " has " + std::to_string(rounds[r]->size()) +
                         "; units are matched by their rows, so wanted as many, in the same order");
    }
    return std::nullopt;
}

/// Round by round the scores behind the handles.
result<std::vector<const Scores*>> borrow_rounds(const pug_scores* const* rounds, std::uint64_t count) {
    std::vector<const Scores*> borrowed;
    if (count == 0) return borrowed;
    if (auto problem = null_argument({{rounds, "rounds"}})) return *std::move(problem);
    for (std::uint64_t r = 0; r < count; ++r) {
        if (auto problem = null_argument({{rounds[r], "rounds"}})) return *std::move(problem);
        if (auto problem = unusable(rounds[r])) return *std::move(problem);
        borrowed.push_back(&rounds[r]->scores);
    }
    return borrowed;
}

result<std::string> agreement_json(std::span<const Scores* const> rounds, std::string_view request) {
    if (rounds.size() < 2)
        return Error(ErrorKind::argument, "agreement.rounds", "n_rounds",
                     "found " + std::to_string(rounds.size()) + " rounds; wanted two or more of the same units");
    if (auto problem = check_sizes(rounds, "agreement.units")) return *std::move(problem);
    PUG_TRY(const AgreementOptions options, read_agreement_request(request, rounds.front()->instrument()));
    PUG_TRY(const Agreement found, checked_agreement(rounds, match_units(rounds), options));
    return to_json(rounds, found, options);
}

result<std::string> progress_json(const Scores& before, const Scores& after, std::string_view request) {
    const std::array<const Scores*, 2> rounds{&before, &after};
    if (auto problem = check_sizes(rounds, "progress.units")) return *std::move(problem);
    PUG_TRY(const ProgressOptions options, read_progress_request(request, before, after));
    PUG_TRY(const Progress found, checked_progress(before, after, match_units(rounds), options));
    return to_json(before, after, found, options);
}

}  // namespace

}  // namespace c
}  // namespace v0
}  // namespace pug

using namespace pug::c;

int32_t pug_scores_benchmark_json(pug_text** json, const pug_scores* scores, uint64_t unit, const char* request,
                                  uint64_t request_length, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = unusable(scores, unit)) return *std::move(problem);
        PUG_TRY(const std::string_view text, borrow_request(request, request_length));
        PUG_TRY(pug::BenchmarkOptions options, pug::read_benchmark_request(text, scores->scores));
        PUG_TRY(pug::Benchmarking benchmarking, pug::Benchmarking::of(scores->scores, std::move(options)));
        PUG_TRY(const pug::Benchmark found, benchmarking(static_cast<std::size_t>(unit)));
        return make_text(pug::to_json(benchmarking, found));
    });
}

int32_t pug_agreement_json(pug_text** json, const pug_scores* const* rounds, uint64_t n_rounds, const char* request,
                           uint64_t request_length, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        PUG_TRY(const std::vector<const pug::Scores*> borrowed, borrow_rounds(rounds, n_rounds));
        PUG_TRY(const std::string_view text, borrow_request(request, request_length));
        PUG_TRY(std::string told, agreement_json(borrowed, text));
        return make_text(std::move(told));
    });
}

int32_t pug_progress_json(pug_text** json, const pug_scores* before, const pug_scores* after, const char* request,
                          uint64_t request_length, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{before, "before"}, {after, "after"}})) return *std::move(problem);
        for (const pug_scores* scores : {before, after}) {
            if (auto problem = unusable(scores)) return *std::move(problem);
        }
        PUG_TRY(const std::string_view text, borrow_request(request, request_length));
        PUG_TRY(std::string told, progress_json(before->scores, after->scores, text));
        return make_text(std::move(told));
    });
}
