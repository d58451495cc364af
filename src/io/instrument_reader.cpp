#include <algorithm>
#include <utility>

#include "document.hpp"
#include "fields.hpp"
#include "pug/catalog.hpp"
#include "pug/engine/compile.hpp"
#include "pug/io/instrument.hpp"
#include "read_node.hpp"
#include "read_verdict.hpp"

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
        instrument_.basis = fields_.string("basis");
        instrument_.direction =
            fields_.word<Direction>("direction", direction_names).value_or(Direction::higher_is_better);
        fields_.map("sources", [&](const std::string& name, const Located& at) { read_source(name, at); });
        fields_.map("parameters", [&](const std::string& name, const Located& at) { read_parameter(name, at); });
        fields_.map("scales", [&](const std::string& name, const Located& at) { read_scale(name, at); });
        if (fields_.need("variables"))
            fields_.map("variables", [&](const std::string& name, const Located& at) { read_variable(name, at); });
        if (const auto columns = fields_.find("columns")) order_variables(*columns);
        if (const auto missing = fields_.find("missing")) instrument_.missing = read_policy(*missing, problems_);
        fields_.list("nodes", [&](const Located& at) { instrument_.nodes.push_back(read_node(at, problems_)); });
        if (const auto score = fields_.find("score")) {
            instrument_.score = read_node(*score, problems_);
        } else if (instrument_.nodes.empty()) {
            report(problems_, "document.missing_key", "",
                   "an instrument needs a \"score\", or \"nodes\" to report without one");
        }
        if (const auto verdict = fields_.find("verdict"))
            read_verdict(*verdict, instrument_.verdict, used_sources_, problems_);
        fields_.list("examples", [&](const Located& at) { read_example(at); });
        fields_.finish(&instrument_.extensions);
        check_sources();
        return std::move(instrument_);
    }

    /// A profile: another instrument with weights, parameters and parts of the verdict replaced.
    Instrument read_profile(const InstrumentFinder& find) {
        const auto of = fields_.find("profile_of");
        const bool has_basis = take_basis(read_string(*of, problems_), of->pointer, find);
        read_head();
        fields_.map("sources", [&](const std::string& name, const Located& at) { read_source(name, at); });
        instrument_.examples.clear();
        if (has_basis) {
            fields_.map("weights", [&](const std::string& name, const Located& at) { replace_weight(name, at); });
            fields_.map("parameters", [&](const std::string& name, const Located& at) { replace_parameter(name, at); });
            if (const auto verdict = fields_.find("verdict"))
                read_verdict(*verdict, instrument_.verdict, used_sources_, problems_);
            fields_.list("examples", [&](const Located& at) { read_example(at); });
            check_sources();
        } else {
            for (const auto* key : {"weights", "parameters", "verdict", "examples"}) fields_.find(key);
        }
        fields_.finish(&instrument_.extensions);
        return std::move(instrument_);
    }

  private:
    /// Finds the instrument that a profile overlays, `id@edition#fingerprint`, and makes sure that it is the one meant.
    bool take_basis(const std::string& basis, const std::string& where, const InstrumentFinder& find) {
        const auto at = basis.find('@');
        const auto hash = basis.find('#', at == std::string::npos ? 0 : at);
        if (at == std::string::npos || hash == std::string::npos || basis.size() - hash - 1 < 12) {
            report(problems_, "profile.basis", where,
                   "\"" + basis + "\" is no id@edition#fingerprint with at least 12 digits of the fingerprint");
            return false;
        }
        auto found = find(std::string_view(basis).substr(0, at));
        if (!found) {
            report(problems_, "profile.basis", where, found.error().message());
            return false;
        }
        const std::string digits = fingerprint(found.value());
        const std::string actual = found.value().id + "@" + found.value().edition + "#" + digits;
        const bool is_meant = basis.substr(at + 1, hash - at - 1) == found.value().edition &&
                              (digits.starts_with(basis.substr(hash + 1)) ||
                               scoring_fingerprint(found.value()).starts_with(basis.substr(hash + 1)));
        if (!is_meant) {
            report(problems_, "profile.basis", where, "the instrument found is " + actual + ", not " + basis);
            return false;
        }
        instrument_ = std::move(found).value();
        instrument_.basis = actual;
        instrument_.extensions.clear();
        return true;
    }

    void replace_weight(const std::string& name, const Located& at) {
        const Number weight = read_number(at, problems_);
        std::size_t found = reweigh(instrument_.score, name, weight);
        for (Node& node : instrument_.nodes) found += reweigh(node, name, weight);
        if (found == 0)
            report(problems_, "name.unknown", at.pointer, "the instrument has no node called \"" + name + "\"");
    }

    static std::size_t reweigh(Node& node, const std::string& name, const Number& weight) {
        std::size_t found = node.id == name ? 1 : 0;
        if (found != 0) node.weight = weight;
        for (Operand& operand : node.operands) {
            if (auto* child = std::get_if<Box<Node>>(&operand)) found += reweigh(**child, name, weight);
        }
        return found;
    }

    void replace_parameter(const std::string& name, const Located& at) {
        const Decimal value = read_decimal(at, problems_);
        for (Parameter& parameter : instrument_.parameters) {
            if (parameter.name != name) continue;
            parameter.value = value;
            parameter.dated.clear();
            return;
        }
        report(problems_, "name.unknown", at.pointer, "the instrument has no parameter called \"" + name + "\"");
    }

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
        instrument_.description = fields_.text("description", std::move(instrument_.description));
        instrument_.authority = fields_.text("authority", std::move(instrument_.authority));
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
        if (fields.has("values")) {
            fields.list("values", [&](const Located& dated) { read_dated(dated, parameter); });
            if (parameter.dated.empty())
                report(problems_, "parameter.no_value", at.pointer, "\"values\" needs at least one value");
            if (!parameter.dated.empty()) parameter.value = parameter.dated.back().second;
        } else if (const auto value = fields.need("value")) {
            parameter.value = read_decimal(*value, problems_);
        }
        parameter.title = fields.text("title");
        parameter.source = source_of(fields);
        fields.finish();
        instrument_.parameters.push_back(std::move(parameter));
    }

    /// One dated value: `{"from": "2022-01-01", "value": "0.1"}`, later than those before it.
    void read_dated(const Located& at, Parameter& parameter) {
        Fields fields(at, "a dated value", problems_);
        std::pair<std::string, Decimal> dated;
        if (const auto from = fields.need("from")) {
            dated.first = read_string(*from, problems_);
            if (!is_day(dated.first))
                report(problems_, "document.date", from->pointer,
                       "\"" + dated.first + "\" is no day; write it as YYYY-MM-DD");
            if (!parameter.dated.empty() && dated.first <= parameter.dated.back().first) {
                report(problems_, "parameter.order", from->pointer,
                       "dated values stand in ascending order, each day once");
            }
        }
        if (const auto value = fields.need("value")) dated.second = read_decimal(*value, problems_);
        fields.finish();
        parameter.dated.push_back(std::move(dated));
    }

    void read_scale(const std::string& name, const Located& at) {
        Fields fields(at, "a scale", problems_);
        Scale scale;
        scale.name = name;
        if (fields.need("levels")) {
            fields.list("levels", [&](const Located& level) { scale.levels.push_back(read_level(level)); });
        }
        scale.statuses = read_statuses(fields);
        fields.finish();
        instrument_.scales.push_back(std::move(scale));
    }

    /// Codes that mean a status: `{"TDD": "not_applicable"}`.
    std::vector<std::pair<std::string, Status>> read_statuses(Fields& fields) {
        std::vector<std::pair<std::string, Status>> statuses;
        const auto at = fields.find("statuses");
        if (!at) return statuses;
        const auto* object = at->value.if_object();
        if (!object) report_type(problems_, *at, "an object of statuses by code");
        for (const auto& [code, value] : object ? *object : boost::json::object{}) {
            statuses.emplace_back(code, read_status(at->child(code, value)));
        }
        return statuses;
    }

    Level read_level(const Located& at) {
        Fields fields(at, "a level", problems_);
        Level level;
        if (const auto code = fields.need("code")) level.code = read_string(*code, problems_);
        level.points = fields.decimal("points");
        level.counts_as = fields.string("counts_as");
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
        variable.statuses = read_statuses(fields);
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

    /// Puts the variables into the order that "columns" lists them in: each once, none left out.
    void order_variables(const Located& at) {
        std::vector<Variable> ordered;
        read_list(at, problems_, [&](const Located& column) {
            const std::string name = read_string(column, problems_);
            const auto found = std::find_if(instrument_.variables.begin(), instrument_.variables.end(),
                                            [&](const Variable& v) { return v.name == name; });
            if (found == instrument_.variables.end()) {
                report(problems_, "columns.unknown", column.pointer,
                       "\"" + name + "\" is no variable, or stands in the list before");
                return;
            }
            ordered.push_back(std::move(*found));
            instrument_.variables.erase(found);
        });
        for (Variable& left : instrument_.variables) {
            report(problems_, "columns.incomplete", at.pointer, "variable \"" + left.name + "\" is not listed");
            ordered.push_back(std::move(left));
        }
        instrument_.variables = std::move(ordered);
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

    std::string source_of(Fields& fields) { return read_source_name(fields, used_sources_, problems_); }

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
    SourceUses used_sources_;
};

}  // namespace
}  // namespace detail

result<Instrument> read_instrument(std::string_view json, const InstrumentFinder& find) {
    detail::Document document(json);
    if (!document.is_readable()) return std::move(document).error(ErrorKind::document);
    detail::InstrumentReader reader(document.value, document.problems);
    const auto* object = document.value.if_object();
    Instrument instrument = object && object->contains("profile_of") ? reader.read_profile(find) : reader.read();
    // Where the document could be understood in spite of its problems, those of its meaning are told in the same
    // breath.
    const bool is_understood =
        std::all_of(document.problems.begin(), document.problems.end(), [](const Problem& problem) {
            return problem.code == "document.unknown_key" || problem.code == "document.duplicate_key";
        });
    if (is_understood) {
        const auto program = compile_program(instrument);
        if (!program)
            document.problems.insert(document.problems.end(), program.error().problems.begin(),
                                     program.error().problems.end());
    }
    if (document.problems.empty()) return instrument;
    return std::move(document).error(ErrorKind::instrument);
}

result<Instrument> read_instrument(std::string_view json) {
    return read_instrument(json, [](std::string_view id) { return catalog::load(id); });
}

}  // namespace v0
}  // namespace pug
