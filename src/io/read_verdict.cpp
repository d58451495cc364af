#include "read_verdict.hpp"

#include "read_node.hpp"

namespace pug {
inline namespace v0 {
namespace detail {
namespace {

class VerdictReader {
  public:
    VerdictReader(SourceUses& uses, Problems& problems) : uses_(uses), problems_(problems) {}

    void read(const Located& at, Verdict& verdict) {
        Fields fields(at, "a verdict", problems_);
        if (const auto on = fields.find("on")) verdict.on = read_string(*on, problems_);
        if (const auto round = fields.find("round")) verdict.round = read_rounding(*round, problems_);
        replace_list(fields, "grades", verdict.grades, [&](const Located& grade) { return read_grade(grade); });
        verdict.gaps = fields.word<GapPolicy>("gaps", gap_policy_names).value_or(verdict.gaps);
        if (const auto otherwise = fields.find("otherwise"))
            read_otherwise(*otherwise, verdict.otherwise, verdict.otherwise_title);
        replace_list(fields, "ladder", verdict.ladder, [&](const Located& rung) { return read_rung(rung); });
        replace_list(fields, "gates", verdict.gates, [&](const Located& gate) { return read_gate(gate); });
        replace_list(fields, "caps", verdict.caps, [&](const Located& cap) { return read_cap(cap); });
        replace_list(fields, "overrides", verdict.overrides,
                     [&](const Located& override) { return read_override(override); });
        if (const auto rank = fields.find("rank")) {
            Fields rule(*rank, "a ranking", problems_);
            verdict.rank.on = rule.word<RankOn>("on", rank_on_names).value_or(RankOn::value);
            verdict.rank.ties = rule.word<Ties>("ties", ties_names).value_or(Ties::min);
            rule.finish();
        }
        fields.finish();
    }

  private:
    template <class T, class Read>
    void replace_list(Fields& fields, std::string_view key, std::vector<T>& list, Read read) {
        if (fields.has(key)) list.clear();
        fields.list(key, [&](const Located& at) { list.push_back(read(at)); });
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
        grade.source = read_source_name(fields, uses_, problems_);
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
        gate.condition = read_condition_of(fields, problems_);
        if (const auto otherwise = fields.need("otherwise"))
            read_otherwise(*otherwise, gate.otherwise, gate.otherwise_title);
        gate.source = read_source_name(fields, uses_, problems_);
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
        cap.source = read_source_name(fields, uses_, problems_);
        fields.finish();
        return cap;
    }

    Rung read_rung(const Located& at) {
        Fields fields(at, "a level of a ladder", problems_);
        Rung rung;
        if (const auto grade = fields.need("grade")) rung.grade = read_string(*grade, problems_);
        rung.title = fields.text("title");
        if (const auto when = fields.need("when")) rung.when = read_condition(*when, problems_);
        rung.source = read_source_name(fields, uses_, problems_);
        fields.finish();
        return rung;
    }

    Override read_override(const Located& at) {
        Fields fields(at, "an override", problems_);
        Override override;
        override.id = fields.string("id");
        override.title = fields.text("title");
        if (const auto when = fields.need("when")) override.when = read_condition(*when, problems_);
        if (const auto grade = fields.need("grade")) override.grade = read_string(*grade, problems_);
        override.grade_title = fields.text("grade_title");
        override.source = read_source_name(fields, uses_, problems_);
        fields.finish();
        return override;
    }

    SourceUses& uses_;
    Problems& problems_;
};

}  // namespace

std::string read_source_name(Fields& fields, SourceUses& uses, Problems& problems) {
    const auto at = fields.find("source");
    if (!at) return {};
    std::string name = read_string(*at, problems);
    uses.emplace_back(name, at->pointer);
    return name;
}

void read_verdict(const Located& at, Verdict& verdict, SourceUses& uses, Problems& problems) {
    VerdictReader(uses, problems).read(at, verdict);
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
