#include "comparing.hpp"

#include <pybind11/stl.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "errors.hpp"
#include "handles.hpp"
#include "pug/io/agreement.hpp"
#include "pug/io/benchmark.hpp"
#include "pug/io/progress.hpp"

namespace py = pybind11;

namespace pug_python {

namespace {

/// Does work without the lock of the interpreter.
template <class Work>
auto unlocked(const Work& work) {
    const py::gil_scoped_release release;
    return work();
}

pug::Benchmarking benchmarking(const Scores& scores, const std::string& request) {
    return value_or_raise(unlocked([&]() -> pug::result<pug::Benchmarking> {
        PUG_TRY(pug::BenchmarkOptions options, pug::read_benchmark_request(request, scores.scores));
        return pug::Benchmarking::of(scores.scores, std::move(options));
    }));
}

py::bytes benchmark_of(pug::Benchmarking& benchmarking, std::size_t unit) {
    // With the lock held: what is computed for one unit may be kept for the next.
    return pug::to_json(benchmarking, value_or_raise(benchmarking(unit)));
}

/// Rows of units by round, unit by unit; −1 where a unit takes no part.
pug::MatchedUnits matched(std::size_t rounds, const std::vector<std::int64_t>& rows) {
    std::vector<std::size_t> places;
    places.reserve(rows.size());
    for (const std::int64_t row : rows)
        places.push_back(row < 0 ? pug::MatchedUnits::absent : static_cast<std::size_t>(row));
    return {rounds, std::move(places)};
}

void check_rows(const std::vector<const pug::Scores*>& rounds, const std::vector<std::int64_t>& rows) {
    if (rounds.empty() || rows.size() % rounds.size() != 0) throw py::value_error("`rows` has one entry a round");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const pug::Scores& round = *rounds[i % rounds.size()];
        if (rows[i] >= 0 && static_cast<std::size_t>(rows[i]) >= round.size())
            throw py::index_error("no unit " + std::to_string(rows[i]));
    }
}

py::bytes agreement(const std::vector<const Scores*>& scores, const std::vector<std::int64_t>& rows,
                    const std::string& request) {
    std::vector<const pug::Scores*> rounds;
    for (const Scores* each : scores) rounds.push_back(&each->scores);
    check_rows(rounds, rows);
    return value_or_raise(unlocked([&]() -> pug::result<std::string> {
        PUG_TRY(const auto options, pug::read_agreement_request(request, rounds.front()->instrument()));
        PUG_TRY(const auto found, pug::checked_agreement(rounds, matched(rounds.size(), rows), options));
        return pug::to_json(rounds, found, options);
    }));
}

py::bytes progress(const Scores& before, const Scores& after, const std::vector<std::int64_t>& rows,
                   const std::string& request) {
    check_rows({&before.scores, &after.scores}, rows);
    return value_or_raise(unlocked([&]() -> pug::result<std::string> {
        PUG_TRY(const auto options, pug::read_progress_request(request, before.scores, after.scores));
        PUG_TRY(const auto found, pug::checked_progress(before.scores, after.scores, matched(2, rows), options));
        return pug::to_json(before.scores, after.scores, found, options);
    }));
}

}  // namespace

void register_comparing(py::module_& module) {
    py::class_<pug::Benchmarking>(module, "Benchmarking")
        .def(py::init(&benchmarking), py::arg("scores"), py::arg("request") = "", py::keep_alive<1, 2>())
        .def("of", &benchmark_of, py::arg("unit"));
    module.def("agreement", &agreement, py::arg("rounds"), py::arg("rows"), py::arg("request") = "");
    module.def("progress", &progress, py::arg("before"), py::arg("after"), py::arg("rows"), py::arg("request") = "");
}

}  // namespace pug_python
