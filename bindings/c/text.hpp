#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "error.hpp"
#include "pug.h"

struct pug_text {
    std::string text;
};

namespace pug {
inline namespace v0 {
namespace c {

inline std::unique_ptr<pug_text> make_text(std::string text) {
    return std::make_unique<pug_text>(pug_text{std::move(text)});
}

/// A text that a handle keeps, and its length for those who ask.
inline const char* lend(const std::string& text, std::uint64_t* length) noexcept {
    if (length != nullptr) *length = text.size();
    return text.c_str();
}

/// The same for a literal.
inline const char* lend_literal(std::string_view text, std::uint64_t* length) noexcept {
    if (length != nullptr) *length = text.size();
    return text.data();
}

/// There is no such text.
inline const char* lend_nothing(std::uint64_t* length) noexcept {
    if (length != nullptr) *length = 0;
    return nullptr;
}

/// A text given as pointer and length, proved to be UTF-8. `parameter` names it in the error.
result<std::string_view> borrow(const char* data, std::uint64_t length, const char* parameter);

}  // namespace c
}  // namespace v0
}  // namespace pug
