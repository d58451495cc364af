#include <algorithm>
#include <set>

#include "fields.hpp"
#include "json_text.hpp"
#include "pug/engine/compile.hpp"
#include "pug/io/instrument.hpp"
#include "read_node.hpp"

namespace pug {
inline namespace v0 {
namespace detail {
namespace {

/// Reads the parts of a document in the order of docs/language.md.
class InstrumentReader {
  public:
    InstrumentReader(const boost::json::value& document, Problems& problems)
        : problems_(problems), fields_({document, ""}, "an instrument", problems) {}

    Instrument read() {
        read_head();
        fields_.map("sources", [&](const std::string& name, const Located& at) { read_source(name, at); });
        fields_.map("parameters", [&](const std::string& name, const Located& at) { read_parameter(name, at); });
        fields_.map("scales", [&](const std::string& name, const Located& at) { read_scale(name, at); });
        if (fields_.need("variables"))
            fields_.map("variables", [&](const std::string& name, const Located& at) { read_variable(name, at); });
        fields_.list("nodes", [&](const Located& at) { instrument_.nodes.push_back(read_node(at, problems_)); });
        if (const auto score = fields_.need("score")) instrument_.score = read_node(*score, problems_);
        if (const auto verdict = fields_.find("verdict")) read_verdict(*verdict);
        fields_.list("examples", [&](const Located& at) { read_example(at); });
        fields_.finish(&instrument_.extensions);
        check_sources();
        return std::move(instrument_);
    }

  private:
    void read_head() {
        if (const auto version = fields_.need("pug")) {
            const auto number = decimal_of(version->value);
            if (!number || !(*number == Decimal(1))) {
                report(problems_, "document.version", version->pointer,
                       "this library reads version 1 of the instrument language");
            }
        }
        if (const auto id = fields_.need("id")) {
            instrument_.id = read_string(*id, problems_);
            const bool is_lower =
                std::none_of(instrument_.id.begin(), instrument_.id.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
            if (!is_name(instrument_.id) || !is_lower) {
                report(problems_, "document.name", id->pointer,
                       "\"" + instrument_.id +
                           "\" is no instrument id: lower-case letters, digits, \"_\", \".\" and \"-\"");
            }
        }
        instrument_.edition = fields_.string("edition");
        if (fields_.need("status"))
            instrument_.status =
                fields_.word<InstrumentStatus>("status", instrument_status_names).value_or(InstrumentStatus::draft);
        if (const auto title = fields_.need("title")) instrument_.title = read_text(*title, problems_);
        instrument_.description = fields_.text("description");
        instrument_.authority = fields_.text("authority");
        instrument_.direction =
            fields_.word<Direction>("direction", direction_names).value_or(Direction::higher_is_better);
    }

    void read_source(const std::string& name, const Located& at) {
        Fields fields(at, "a source", problems_);
        Source source;
        source.name = name;
        if (const auto title = fields.need("title")) source.title = read_text(*title, problems_);
        source.year = fields.string("year");
        source.url = fields.string("url");
        source.note = fields.text("note");
        fields.finish();
        instrument_.sources.push_back(std::move(source));
    }

    void read_parameter(const std::string& name, const Located& at) {
        Fields fields(at, "a parameter", problems_);
        Parameter parameter;
        parameter.name = name;
        if (const auto value = fields.need("value")) parameter.value = read_decimal(*value, problems_);
        parameter.title = fields.text("title");
        parameter.source = source_of(fields);
        fields.finish();
        instrument_.parameters.push_back(std::move(parameter));
    }

    void read_scale(const std::string& name, const Located& at) {
        Fields fields(at, "a scale", problems_);
        Scale scale;
        scale.name = name;
        if (fields.need("levels")) {
            fields.list("levels", [&](const Located& level) { scale.levels.push_back(read_level(level)); });
        }
        if (const auto statuses = fields.find("statuses")) {
            const auto* object = statuses->value.if_object();
            if (!object) report_type(problems_, *statuses, "an object of statuses by code");
            for (const auto& [code, value] : object ? *object : boost::json::object{}) {
                scale.statuses.emplace_back(code, read_status(statuses->child(code, value)));
            }
        }
        fields.finish();
        instrument_.scales.push_back(std::move(scale));
    }

    Level read_level(const Located& at) {
        Fields fields(at, "a level", problems_);
        Level level;
        if (const auto code = fields.need("code")) level.code = read_string(*code, problems_);
        level.points = fields.decimal("points");
        level.title = fields.text("title");
        fields.finish();
        return level;
    }

    Status read_status(const Located& at) {
        const std::string name = read_string(at, problems_);
        const auto status = status_from(name);
        if (!status || *status == Status::observed) {
            report(problems_, "document.word", at.pointer,
                   "found \"" + name + "\", wanted a status other than observed");
            return Status::missing;
        }
        return *status;
    }

    void read_variable(const std::string& name, const Located& at) {
        Fields fields(at, "a variable", problems_);
        Variable variable;
        variable.name = name;
        if (fields.need("type"))
            variable.type = fields.word<VariableType>("type", variable_type_names).value_or(VariableType::number);
        variable.unit = fields.string("unit");
        read_range(fields, variable);
        variable.direction = fields.word<Direction>("direction", direction_names).value_or(Direction::higher_is_better);
        if (variable.type == VariableType::choice) {
            if (const auto scale = fields.need("scale")) variable.scale = read_string(*scale, problems_);
        }
        variable.title = fields.text("title");
        variable.question = fields.text("question");
        variable.guidance = fields.text("guidance");
        variable.evidence = fields.text("evidence");
        if (const auto remediation = fields.find("remediation")) variable.remediation = read_remediation(*remediation);
        variable.source = source_of(fields);
        fields.finish();
        instrument_.variables.push_back(std::move(variable));
    }

    void read_range(Fields& fields, Variable& variable) {
        if (variable.type == VariableType::percent) {
            variable.low = 0;
            variable.high = 100;
        }
        if (variable.type == VariableType::count) variable.low = 0;
        const auto at = variable.type == VariableType::yes_no || variable.type == VariableType::choice
                            ? std::nullopt
                            : fields.find("range");
        if (!at) return;
        const auto* ends = at->value.if_array();
        if (!ends || ends->size() != 2)
            return report_type(problems_, *at, "a list of two ends, [low, high]; an open end is null");
        const auto end = [&](std::size_t i) {
            return (*ends)[i].is_null() ? std::nullopt
                                        : std::optional<Decimal>(read_decimal(at->child(i, (*ends)[i]), problems_));
        };
        variable.low = end(0);
        variable.high = end(1);
    }

    Remediation read_remediation(const Located& at) {
        Fields fields(at, "a remediation", problems_);
        Remediation remediation;
        remediation.text = fields.text("text");
        remediation.effort_days = fields.decimal("effort_days");
        remediation.role = fields.text("role");
        fields.finish();
        return remediation;
    }

    void read_verdict(const Located& at) {
        Fields fields(at, "a verdict", problems_);
        Verdict& verdict = instrument_.verdict;
        verdict.on = fields.string("on");
        if (const auto round = fields.find("round")) verdict.round = read_rounding(*round, problems_);
        fields.list("grades", [&](const Located& grade) { verdict.grades.push_back(read_grade(grade)); });
        verdict.gaps = fields.word<GapPolicy>("gaps", gap_policy_names).value_or(GapPolicy::refuse);
        if (const auto otherwise = fields.find("otherwise"))
            read_otherwise(*otherwise, verdict.otherwise, verdict.otherwise_title);
        fields.list("gates", [&](const Located& gate) { verdict.gates.push_back(read_gate(gate)); });
        fields.list("caps", [&](const Located& cap) { verdict.caps.push_back(read_cap(cap)); });
        if (const auto rank = fields.find("rank")) {
            Fields rule(*rank, "a ranking", problems_);
            verdict.rank.on = rule.word<RankOn>("on", rank_on_names).value_or(RankOn::value);
            verdict.rank.ties = rule.word<Ties>("ties", ties_names).value_or(Ties::min);
            rule.finish();
        }
        fields.finish();
    }

    void read_otherwise(const Located& at, std::string& grade, Text& title) {
        Fields fields(at, "an outcome", problems_);
        if (const auto name = fields.need("grade")) grade = read_string(*name, problems_);
        title = fields.text("title");
        fields.finish();
    }

    Grade read_grade(const Located& at) {
        Fields fields(at, "a grade", problems_);
        Grade grade;
        if (const auto name = fields.need("grade")) grade.name = read_string(*name, problems_);
        grade.title = fields.text("title");
        grade.lower = read_edge(fields, "from", "above");
        grade.upper = read_edge(fields, "to", "below");
        grade.source = source_of(fields);
        fields.finish();
        return grade;
    }

    std::optional<Edge> read_edge(Fields& fields, std::string_view included, std::string_view excluded) {
        const auto in = fields.find(included);
        const auto out = fields.find(excluded);
        if (in && out) {
            report(problems_, "grades.edge", out->pointer,
                   "a band has either \"" + std::string(included) + "\" or \"" + std::string(excluded) + "\"");
        }
        if (!in && !out) return std::nullopt;
        return Edge{read_number(in ? *in : *out, problems_), in.has_value()};
    }

    Gate read_gate(const Located& at) {
        Fields fields(at, "a gate", problems_);
        Gate gate;
        gate.id = fields.string("id");
        gate.title = fields.text("title");
        gate.condition = read_comparison(fields, problems_);
        if (const auto otherwise = fields.need("otherwise"))
            read_otherwise(*otherwise, gate.otherwise, gate.otherwise_title);
        gate.source = source_of(fields);
        fields.finish();
        return gate;
    }

    Cap read_cap(const Located& at) {
        Fields fields(at, "a cap", problems_);
        Cap cap;
        cap.id = fields.string("id");
        cap.title = fields.text("title");
        if (const auto when = fields.need("when")) cap.when = read_condition(*when, problems_);
        if (const auto grade = fields.need("grade_at_most")) cap.grade_at_most = read_string(*grade, problems_);
        cap.source = source_of(fields);
        fields.finish();
        return cap;
    }

    void read_example(const Located& at) {
        Fields fields(at, "an example", problems_);
        Example example;
        example.title = fields.text("title");
        example.source = source_of(fields);
        if (fields.need("inputs")) {
            fields.map("inputs",
                       [&](const std::string& name, const Located& input) { read_input(name, input, example); });
        }
        if (const auto expect = fields.need("expect")) read_expectations(*expect, example);
        fields.finish();
        instrument_.examples.push_back(std::move(example));
    }

    void read_input(const std::string& name, const Located& at, Example& example) {
        const bool is_declared = std::any_of(instrument_.variables.begin(), instrument_.variables.end(),
                                             [&](const Variable& v) { return v.name == name; });
        if (!is_declared) report(problems_, "name.unknown", at.pointer, "no variable is called \"" + name + "\"");
        if (at.value.is_object()) {
            Fields fields(at, "a status", problems_);
            if (const auto status = fields.need("status")) example.inputs.emplace_back(name, read_status(*status));
            fields.finish();
        } else if (const auto* text = at.value.if_string()) {
            example.inputs.emplace_back(name, std::string(*text));
        } else {
            example.inputs.emplace_back(name, read_decimal(at, problems_).to_string());
        }
    }

    void read_expectations(const Located& at, Example& example) {
        Fields fields(at, "an expectation", problems_);
        if (const auto score = fields.find("score")) example.score = read_expected(*score);
        if (const auto grade = fields.find("grade"))
            example.grade = grade->value.is_null() ? std::string{} : read_string(*grade, problems_);
        if (const auto status = fields.find("status")) {
            const std::string name = read_string(*status, problems_);
            example.status = status_from(name);
            if (!example.status) report(problems_, "document.word", status->pointer, "\"" + name + "\" is no status");
        }
        fields.map("nodes", [&](const std::string& name, const Located& value) {
            example.nodes.emplace_back(name, read_expected(value));
        });
        fields.finish();
    }

    Expected read_expected(const Located& at) {
        Expected expected;
        expected.value = read_decimal(at, problems_);
        // As many decimals as are written, trailing zeros too; a JSON number shows what its canonical form shows.
        const std::string text = at.value.is_string() ? std::string(at.value.get_string()) : expected.value.to_string();
        const auto point = text.find('.');
        if (point != std::string::npos && text.find_first_of("eE/") == std::string::npos) {
            expected.digits = std::min<int>(15, static_cast<int>(text.size() - point - 1));
        }
        return expected;
    }

    std::string source_of(Fields& fields) {
        const auto at = fields.find("source");
        if (!at) return {};
        const std::string name = read_string(*at, problems_);
        used_sources_.emplace_back(name, at->pointer);
        return name;
    }

    void collect_sources(const Node& node, const std::string& where) {
        if (!node.source.empty()) used_sources_.emplace_back(node.source, where + "/source");
        for (std::size_t i = 0; i < node.operands.size(); ++i) {
            if (const auto* child = std::get_if<Box<Node>>(&node.operands[i]))
                collect_sources(**child, operand_pointer(node, where, i));
        }
    }

    void check_sources() {
        collect_sources(instrument_.score, "/score");
        for (std::size_t i = 0; i < instrument_.nodes.size(); ++i)
            collect_sources(instrument_.nodes[i], "/nodes/" + std::to_string(i));
        for (const auto& [name, where] : used_sources_) {
            const bool is_declared = std::any_of(instrument_.sources.begin(), instrument_.sources.end(),
                                                 [&, &used = name](const Source& s) { return s.name == used; });
            if (!is_declared)
                report(problems_, "name.unknown", where,
                       "no source is called \"" + name + "\"; \"sources\" has to declare it");
        }
    }

    Problems& problems_;
    Fields fields_;
    Instrument instrument_;
    std::vector<std::pair<std::string, std::string>> used_sources_;
};

/// Gives every problem the line and column of its pointer, and sorts them by place.
void locate_all(std::string_view json, Problems& problems) {
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
}

}  // namespace
}  // namespace detail

result<Instrument> read_instrument(std::string_view json) {
    boost::json::value document;
    std::vector<detail::TextProblem> text_problems;
    detail::parse_json(json, document, text_problems);
    detail::Problems problems;
    for (auto& p : text_problems)
        problems.push_back({std::move(p.code), std::move(p.pointer), p.line, p.column, std::move(p.message)});
    if (document.is_null()) {
        if (problems.empty()) detail::report_type(problems, {document, ""}, "an object: an instrument");
        return Error(ErrorKind::document, std::move(problems));
    }
    const bool is_text_sound = problems.empty();
    Instrument instrument = detail::InstrumentReader(document, problems).read();
    // Where the document could be understood in spite of its problems, those of its meaning are told in the same
    // breath.
    const bool is_understood = std::all_of(problems.begin(), problems.end(), [](const Problem& problem) {
        return problem.code == "document.unknown_key" || problem.code == "document.duplicate_key";
    });
    if (is_understood) {
        const auto program = compile_program(instrument);
        if (!program) problems.insert(problems.end(), program.error().problems.begin(), program.error().problems.end());
    }
    if (problems.empty()) return instrument;
    detail::locate_all(json, problems);
    return Error(is_text_sound ? ErrorKind::instrument : ErrorKind::document, std::move(problems));
}

}  // namespace v0
}  // namespace pug
