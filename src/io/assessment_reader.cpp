#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

#include "document.hpp"
#include "fields.hpp"
#include "pug/io/answers.hpp"
#include "pug/io/assessment.hpp"
#include "pug/io/instrument.hpp"
#include "pug/names.hpp"

namespace pug {
inline namespace v0 {
namespace detail {
namespace {

constexpr std::size_t least_digits = 12;  // of a fingerprint, as profiles want them
constexpr std::size_t all_digits = 64;

/// A nation of districts with all their answers, written out by a program.
TextLimits limits() {
    TextLimits limits;
    limits.max_bytes = std::size_t{64} << 20;
    limits.max_values = 8'000'000;
    return limits;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos; }

bool is_blank_text(const Text& text) {
    return std::all_of(text.translations.begin(), text.translations.end(),
                       [](const auto& translation) { return is_blank(translation.second); });
}

bool is_hexadecimal(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

/// A plain value as it would stand in the cell of a table; none where it is no plain value.
std::optional<std::string> cell_of(const boost::json::value& value) {
    if (const auto* string = value.if_string()) return std::string(*string);
    if (const auto* word = value.if_bool()) return *word ? "true" : "false";
    if (const auto* whole = value.if_int64()) return std::to_string(*whole);
    if (const auto* whole = value.if_uint64()) return std::to_string(*whole);
    if (const auto* real = value.if_double()) {
        char buffer[32];
        return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, *real).ptr);
    }
    return std::nullopt;
}

/// What is wrong with a number that its variable does not admit; empty where nothing is.
std::string complaint(const Variable& variable, double value) {
    const std::string found = Decimal::of(value).to_string();
    if (variable.type == VariableType::count && std::trunc(value) != value)
        return found + " is not a whole number, which a count is";
    const bool is_low = variable.low && value < variable.low->to_double();
    const bool is_high = variable.high && variable.high->to_double() < value;
    if (!is_low && !is_high) return {};
    const std::string low = variable.low ? " from " + variable.low->to_string() : "";
    const std::string high = variable.high ? " to " + variable.high->to_string() : "";
    return found + " lies outside its range" + low + high;
}

// Readers of members. What is needed and blank is reported as such.

Text read_sorted_text(const Located& at, Problems& problems) {
    Text text = read_text(at, problems);
    std::sort(text.translations.begin(), text.translations.end());
    if (!text.empty() && is_blank_text(text)) report(problems, "assessment.blank", at.pointer, "the text is blank");
    return text;
}

Text text_of(const std::optional<Located>& at, Problems& problems) {
    return at ? read_sorted_text(*at, problems) : Text{};
}

std::string read_line(const Located& at, Problems& problems) {
    std::string text = read_string(at, problems);
    if (at.value.is_string() && is_blank(text)) report(problems, "assessment.blank", at.pointer, "the text is blank");
    return text;
}

/// A day; empty where there is none, or none that can be used.
std::string day_of(const std::optional<Located>& at, Problems& problems) {
    if (!at) return {};
    std::string day = read_string(*at, problems);
    if (is_day(day)) return day;
    if (at->value.is_string())
        report(problems, "document.date", at->pointer, in_quotes(day) + " is no day; write it as YYYY-MM-DD");
    return {};
}

/// Reads documents made with one instrument, and keeps what they have to agree on.
class AssessmentReader {
  public:
    AssessmentReader(const Instrument& instrument, Problems& problems) : instrument_(instrument), problems_(problems) {
        for (const Variable& variable : instrument.variables)
            answers_.emplace(variable.name, std::pair(&variable, AnswerReader(instrument, variable)));
    }

    Assessment read(const Located& at) {
        Assessment made;
        Fields fields(at, "an assessment", problems_);
        read_version(fields);
        if (const auto unit = fields.need("unit")) made.unit = read_unit(*unit);
        if (const auto of = fields.need("instrument")) made.instrument = read_instrument_name(*of);
        read_round(fields, at, made);
        made.note = text_of(fields.find("note"), problems_);
        fields.map("evidence",
                   [&](const std::string& name, const Located& piece) { made.evidence[name] = read_evidence(piece); });
        evidence_ = &made.evidence;
        if (fields.need("stages"))
            fields.list("stages", [&](const Located& stage) { read_stage_after(made.stages, stage); });
        fields.list("waivers", [&](const Located& waiver) { made.waivers.push_back(read_waiver(waiver)); });
        fields.finish();
        return made;
    }

  private:
    void read_version(Fields& fields) {
        const auto version = fields.need("pug_assessment");
        if (version && decimal_of(version->value) != Decimal(1))
            report(problems_, "document.version", version->pointer, "this library reads version 1 of assessments");
    }

    std::string read_unit(const Located& at) {
        std::string unit = read_line(at, problems_);
        if (unit.empty()) return unit;
        if (const auto [first, is_new] = units_.emplace(unit, at.pointer); !is_new) {
            report(problems_, "assessment.duplicate_unit", at.pointer,
                   "unit " + in_quotes(unit) + " stands twice, first at " + first->second);
        }
        return unit;
    }

    InstrumentName read_instrument_name(const Located& at) {
        const std::string found = read_string(at, problems_);
        const auto edition = found.find('@');
        const auto hash = found.rfind('#');
        InstrumentName name;
        if (edition == std::string::npos || (hash != std::string::npos && hash < edition)) {
            if (at.value.is_string())
                report(problems_, "assessment.instrument", at.pointer,
                       in_quotes(found) + " is no id@edition or id@edition#fingerprint");
            return name;
        }
        name = {found.substr(0, edition), found.substr(edition + 1), {}};
        // An edition may hold a "#" as well: what follows is a fingerprint only where the rest is the edition.
        if (hash != std::string::npos && name.edition != instrument_.edition) {
            name.edition.resize(hash - edition - 1);
            name.fingerprint = found.substr(hash + 1);
            const bool is_long = name.fingerprint.size() >= least_digits && name.fingerprint.size() <= all_digits;
            if (!is_long || !is_hexadecimal(name.fingerprint)) {
                report(
                    problems_, "assessment.instrument", at.pointer,
                    in_quotes(name.fingerprint) + " is no fingerprint; wanted 12 to 64 of its digits, in lower case");
                return name;
            }
        }
        check_instrument(at, found, name);
        return name;
    }

    void check_instrument(const Located& at, const std::string& found, const InstrumentName& name) {
        if (fingerprint_.empty()) fingerprint_ = scoring_fingerprint(instrument_);
        if (name.id == instrument_.id && name.edition == instrument_.edition &&
            fingerprint_.starts_with(name.fingerprint))
            return;
        report(problems_, "assessment.other_instrument", at.pointer,
               "the assessment was made with " + found + ", not with " + instrument_.id + "@" + instrument_.edition +
                   "#" + fingerprint_);
    }

    void read_round(Fields& fields, const Located& document, Assessment& made) {
        const auto at = fields.find("round");
        if (at) made.round = read_line(*at, problems_);
        if (!round_) round_ = made.round;
        if (made.round == *round_) return;
        report(problems_, "assessment.other_round", at ? at->pointer : document.pointer,
               "the assessment is of round " + in_quotes(made.round) + ", others here are of round " +
                   in_quotes(*round_) + "; score each round by itself");
    }

    Evidence read_evidence(const Located& at) {
        Evidence made;
        Fields fields(at, "a piece of evidence", problems_);
        if (const auto kind = fields.need("kind")) made.kind = read_line(*kind, problems_);
        made.reference = text_of(fields.need("reference"), problems_);
        if (const auto sum = fields.find("sha256")) made.sha256 = read_sum(*sum);
        fields.need("method");
        made.method = fields.word<EvidenceMethod>("method", evidence_method_names).value_or(EvidenceMethod::examine);
        made.collected = day_of(fields.need("collected"), problems_);
        const auto expires = fields.find("expires");
        made.expires = day_of(expires, problems_);
        if (!made.expires.empty() && made.expires < made.collected)
            report(problems_, "assessment.expires", expires->pointer,
                   "the evidence expires on " + made.expires + ", before it was collected on " + made.collected);
        made.by = text_of(fields.need("by"), problems_);
        fields.finish();
        return made;
    }

    std::string read_sum(const Located& at) {
        std::string sum = read_string(at, problems_);
        if (at.value.is_string() && (sum.size() != all_digits || !is_hexadecimal(sum)))
            report(problems_, "assessment.sha256", at.pointer,
                   in_quotes(sum) + " is no SHA-256; wanted 64 hexadecimal digits in lower case");
        return sum;
    }

    void read_stage_after(std::vector<Stage>& stages, const Located& at) {
        Fields fields(at, "a stage", problems_);
        Stage made;
        fields.need("kind");
        const auto kind = fields.word<StageKind>("kind", stage_names);
        made.kind = kind.value_or(StageKind::self);
        const auto date = fields.need("date");
        made.date = day_of(date, problems_);
        made.by = text_of(fields.need("by"), problems_);
        if (const auto required = fields.find("evidence_required")) made.evidence_required = read_flag(*required);
        if (fields.need("answers")) read_answers(fields, made);
        fields.finish();
        for (const Stage& earlier : stages) {
            if (kind && earlier.kind == *kind)
                report(problems_, "assessment.stage_repeated", at.pointer + "/kind",
                       "there is a stage " + in_quotes(word(stage_names, *kind)) + " already");
        }
        if (!made.date.empty() && !stages.empty() && made.date < stages.back().date)
            report(problems_, "assessment.stage_order", date->pointer,
                   "the stage took place on " + made.date + ", before the one that stands before it, on " +
                       stages.back().date);
        stages.push_back(std::move(made));
    }

    bool read_flag(const Located& at) {
        if (const auto* flag = at.value.if_bool()) return *flag;
        report_type(problems_, at, "true or false");
        return false;
    }

    void read_answers(Fields& fields, Stage& stage) {
        const auto at = fields.find("answers");
        const auto* object = at->value.if_object();
        if (!object) return report_type(problems_, *at, "an object of answers by variable");
        for (const auto& [name, value] : *object) {
            const Located answer = at->child(name, value);
            const auto known = answers_.find(name);
            if (known == answers_.end()) {
                report_unknown_variable(answer.pointer, name);
            } else {
                stage.answers[std::string(name)] = read_answer(answer, *known->second.first, known->second.second);
            }
        }
    }

    void report_unknown_variable(const std::string& pointer, std::string_view name) {
        report(problems_, "assessment.variable", pointer,
               "no variable of " + in_quotes(instrument_.id) + " is called " + in_quotes(name));
    }

    StageAnswer read_answer(const Located& at, const Variable& variable, const AnswerReader& reader) {
        StageAnswer made;
        if (!at.value.is_object()) {
            if (read_value(at, variable, reader, made)) check_answer(at, made);
            return made;
        }
        Fields fields(at, "an answer", problems_);
        const auto value = fields.find("value");
        const auto status = fields.find("status");
        bool is_sound = false;
        if (value.has_value() == status.has_value()) {
            report(problems_, "assessment.answer", at.pointer,
                   value ? "found a value and a status; an answer has one of them"
                         : "found neither a value nor a status; an answer has one of them");
        } else {
            is_sound = value ? read_value(*value, variable, reader, made) : read_status(fields, *status, made);
        }
        made.reason = text_of(fields.find("reason"), problems_);
        made.note = text_of(fields.find("note"), problems_);
        fields.list("evidence", [&](const Located& name) { read_use(name, made.evidence); });
        fields.finish();
        if (is_sound) check_answer(at, made);
        return made;
    }

    bool read_value(const Located& at, const Variable& variable, const AnswerReader& reader, StageAnswer& made) {
        const auto cell = cell_of(at.value);
        if (!cell) {
            report_type(problems_, at, "a number, a code or a word; leave out what nobody looked at");
            return false;
        }
        if (is_blank(*cell)) {
            report(problems_, "assessment.blank", at.pointer,
                   "the answer is blank; leave out what nobody looked at, or give a status");
            return false;
        }
        const auto answer = reader.read(*cell);
        std::string wrong = answer ? std::string{} : answer.error().message();
        if (answer && answer.value().status == Status::observed) wrong = complaint(variable, answer.value().value);
        if (!wrong.empty()) {
            report(problems_, "data.value", at.pointer, std::move(wrong));
            return false;
        }
        made.value = answer.value().value;
        made.status = answer.value().status;
        return true;
    }

    bool read_status(Fields& fields, const Located& at, StageAnswer& made) {
        const auto status = fields.word<Status>("status", status_names);
        if (!status) return false;
        if (*status == Status::observed) {
            report(problems_, "assessment.answer", at.pointer, "what was observed has a value; write that instead");
            return false;
        }
        made.status = *status;
        return true;
    }

    void read_use(const Located& at, std::vector<std::string>& evidence) {
        std::string name = read_string(at, problems_);
        if (!at.value.is_string()) return;
        if (!evidence_->contains(name)) {
            report(problems_, "assessment.evidence", at.pointer,
                   "no evidence is called " + in_quotes(name) + "; \"evidence\" has to describe it");
        } else if (std::find(evidence.begin(), evidence.end(), name) != evidence.end()) {
            report(problems_, "assessment.evidence", at.pointer, "evidence " + in_quotes(name) + " is named twice");
        }
        evidence.push_back(std::move(name));
    }

    /// What an answer must say beside its value or status.
    void check_answer(const Located& at, const StageAnswer& answer) {
        if (answer.status == Status::waived)
            report(problems_, "assessment.waived", at.pointer,
                   "a requirement is waived by a decision; describe it in \"waivers\"");
        if (answer.status == Status::not_applicable && answer.reason.empty())
            report(problems_, "assessment.reason", at.pointer, "what does not apply needs a \"reason\"");
        if (answer.status == Status::observed && !answer.reason.empty())
            report(problems_, "assessment.reason", at.pointer,
                   "a \"reason\" says why there is no value, and there is one; write a \"note\"");
    }

    Waiver read_waiver(const Located& at) {
        Waiver made;
        Fields fields(at, "a waiver", problems_);
        if (const auto variable = fields.need("variable")) {
            made.variable = read_string(*variable, problems_);
            if (variable->value.is_string() && !answers_.contains(made.variable))
                report_unknown_variable(variable->pointer, made.variable);
        }
        made.decision = text_of(fields.need("decision"), problems_);
        made.decided = day_of(fields.need("decided"), problems_);
        const auto until = fields.find("until");
        made.until = day_of(until, problems_);
        if (!made.until.empty() && made.until < made.decided)
            report(problems_, "assessment.until", until->pointer,
                   "the waiver ends on " + made.until + ", before it was decided on " + made.decided);
        made.reason = text_of(fields.need("reason"), problems_);
        made.by = text_of(fields.need("by"), problems_);
        fields.finish();
        return made;
    }

    const Instrument& instrument_;
    Problems& problems_;
    std::map<std::string, std::pair<const Variable*, AnswerReader>, std::less<>> answers_;  ///< by variable
    std::map<std::string, std::string> units_;                                              ///< and where each stands
    std::optional<std::string> round_;
    std::string fingerprint_;
    const std::map<std::string, Evidence, std::less<>>* evidence_ = nullptr;  ///< of the document being read
};

}  // namespace
}  // namespace detail

result<std::vector<Assessment>> read_assessments(std::string_view json, const Instrument& instrument) {
    detail::Document document(json, detail::limits());
    std::vector<Assessment> assessments;
    if (document.is_readable()) {
        detail::AssessmentReader reader(instrument, document.problems);
        const detail::Located root{document.value, ""};
        if (!document.value.is_array()) {
            assessments.push_back(reader.read(root));
        } else {
            detail::read_list(root, document.problems,
                              [&](const detail::Located& each) { assessments.push_back(reader.read(each)); });
            if (assessments.empty())
                detail::report(document.problems, "assessment.none", "", "found an empty list, wanted assessments");
        }
    }
    if (document.problems.empty()) return assessments;
    return std::move(document).error(ErrorKind::data);
}

result<StageKind> read_stage(std::string_view text) {
    if (const auto kind = from_word<StageKind>(stage_names, text)) return *kind;
    std::string words;
    for (const auto name : stage_names) words += (words.empty() ? "" : ", ") + std::string(name);
    return Error(ErrorKind::argument, "stage.unknown", "stage",
                 "no stage is called \"" + std::string(text) + "\"; stages are " + words);
}

}  // namespace v0
}  // namespace pug
