#pragma once

#include "pug/engine/evaluate.hpp"
#include "pug/engine/program.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Values of every node when all variables stand at one end of their ranges; none where that is unknown.
template <class N>
void find_end(Program& program, const Program& unconditional, Fill fill, std::vector<NumberIndex>& of_node) {
    Evaluator<N> evaluator(unconditional, 1);
    evaluator.begin(1, fill);
    for (Slot v = 0; v < program.variables.size(); ++v) evaluator.set(v, 0, 0, Status::missing);
    evaluator.run();
    of_node.assign(program.nodes.size(), none);
    for (std::size_t n = 0; n < program.nodes.size(); ++n) {
        const Slot slot = program.node_slot(n);
        if (evaluator.status(slot, 0) != Status::observed) continue;
        program.numbers.push_back(Rational(evaluator.value(slot, 0)));
        of_node[n] = static_cast<NumberIndex>(program.numbers.size() - 1);
    }
}

/// Finds what "lowest" means for each node, and its opposite: its value when every variable is at its worst, or best,
/// and every condition under which it is asked holds.
inline void find_ends(Program& program) {
    program.worst_of_node.assign(program.nodes.size(), none);
    program.best_of_node.assign(program.nodes.size(), none);
    Program unconditional = program;
    for (NodeCode& node : unconditional.nodes) node.when = none;
    for (const Fill fill : {Fill::worst, Fill::best}) {
        auto& of_node = fill == Fill::worst ? program.worst_of_node : program.best_of_node;
        program.has_roots ? find_end<Real>(program, unconditional, fill, of_node)
                          : find_end<Rational>(program, unconditional, fill, of_node);
    }
    note_doubles(program.doubles, program.numbers);
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
