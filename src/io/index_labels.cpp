#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "design_fields.hpp"
#include "document.hpp"
#include "fields.hpp"
#include "pug/io/design.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using pug::detail::Fields;
using pug::detail::Located;

class LabelReader {
  public:
    LabelReader(pug::detail::Document& document, Dataset& data) : document_(document), data_(data) {}

    void read() {
        Fields fields({document_.value, ""}, "the labels of rows", document_.problems);
        if (const auto at = fields.find("units")) data_.units = texts(*at);
        if (const auto at = fields.find("times")) {
            pug::detail::read_list(*at, document_.problems, [&](const Located& time) {
                data_.times.push_back(pug::detail::read_double(time, document_.problems));
            });
            check(*at, data_.times.size());
        }
        fields.map("groups",
                   [&](const std::string& name, const Located& at) { data_.groups.emplace_back(name, texts(at)); });
        fields.finish();
    }

  private:
    std::vector<std::string> texts(const Located& at) {
        std::vector<std::string> texts;
        pug::detail::read_list(at, document_.problems, [&](const Located& text) {
            texts.push_back(pug::detail::read_string(text, document_.problems));
        });
        check(at, texts.size());
        return texts;
    }

    void check(const Located& at, std::size_t count) {
        const std::size_t wanted = data_.values.rows();
        if (!at.value.is_array() || count == wanted) return;
        pug::detail::report(
            document_.problems, "data.shape", at.pointer,
            "found " + std::to_string(count) + " labels, wanted one for each of " + std::to_string(wanted) + " rows");
    }

    pug::detail::Document& document_;
    Dataset& data_;
};

}  // namespace

std::optional<Error> read_labels(std::string_view json, Dataset& data) {
    if (data.units.empty()) {
        for (std::size_t row = 1; row <= data.values.rows(); ++row) data.units.push_back(std::to_string(row));
    }
    if (json.empty()) return std::nullopt;
    // As many labels as a nation has units.
    pug::detail::TextLimits limits;
    limits.max_bytes = std::size_t{1} << 28;
    limits.max_values = 20'000'000;
    pug::detail::Document document(json, limits);
    if (document.is_readable()) LabelReader(document, data).read();
    if (!document.problems.empty()) return std::move(document).error(ErrorKind::argument);
    return std::nullopt;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
