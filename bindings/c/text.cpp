#include "text.hpp"

#include <limits>

#include "io/json_syntax.hpp"

namespace pug {
inline namespace v0 {
namespace c {

result<std::string_view> borrow(const char* data, std::uint64_t length, const char* parameter) {
    if (auto problem = null_argument({{data, parameter}})) return *std::move(problem);
    if (length > static_cast<std::uint64_t>(std::numeric_limits<std::ptrdiff_t>::max())) {
        return Error(ErrorKind::argument, "argument.length", parameter,
                     "the length is " + std::to_string(length) + ", more than memory holds");
    }
    const std::string_view text(data, static_cast<std::size_t>(length));
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t step = detail::utf8_length(rest);
        if (step == 0) {
            const auto offset = static_cast<std::size_t>(rest.data() - text.data());
            return Error(ErrorKind::argument, "argument.not_utf8", parameter,
                         "byte " + std::to_string(offset + 1) + " begins no UTF-8 character");
        }
        rest.remove_prefix(step);
    }
    return text;
}

}  // namespace c
}  // namespace v0
}  // namespace pug

const char* pug_text_data(const pug_text* text) noexcept { return text != nullptr ? text->text.c_str() : nullptr; }

uint64_t pug_text_length(const pug_text* text) noexcept { return text != nullptr ? text->text.size() : 0; }

void pug_text_free(pug_text* text) noexcept { delete text; }
