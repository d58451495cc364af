#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/json_places.hpp"

namespace pug_test {

/// Writes random JSON with random white space and keeps its own account of what it wrote: the value, where each member
/// and element stands, and which keys it gave twice.
class RandomJson {
  public:
    struct Mark {
        std::string pointer;
        pug::detail::Place place;
    };

    explicit RandomJson(std::uint64_t seed, bool with_doubled_keys = false)
        : random_(seed), with_doubled_keys_(with_doubled_keys) {
        space();
        value_ = write_structure(0, "", true);
        space();
    }

    const std::string& text() const { return text_; }
    const boost::json::value& value() const { return value_; }
    const std::vector<Mark>& marks() const { return marks_; }
    const std::vector<Mark>& doubled() const { return doubled_; }

  private:
    struct Piece {
        std::string_view written;
        std::string_view meant;
        std::string_view in_pointer;
    };

    std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

    void put(std::string_view text) {
        for (const char c : text) {
            text_ += c;
            if (c == '\n') {
                ++place_.line;
                place_.column = 1;
            } else if (static_cast<unsigned char>(c) < 0x80 || static_cast<unsigned char>(c) >= 0xc0) {
                ++place_.column;
            }
        }
    }

    void space() {
        static constexpr std::string_view kinds[] = {"", "", "", " ", "\t", "\n", "\r\n", "  \n ", "\n\n"};
        put(kinds[below(std::size(kinds))]);
    }

    boost::json::value write_structure(int depth, const std::string& pointer, bool counts) {
        marks_at(pointer, counts && pointer.empty());
        return below(2) == 0 ? boost::json::value(write_array(depth, pointer, counts))
                             : boost::json::value(write_object(depth, pointer, counts));
    }

    // `counts` is false inside what a doubled key repeats: a pointer means the first.
    boost::json::array write_array(int depth, const std::string& pointer, bool counts) {
        boost::json::array array;
        put("[");
        space();
        for (std::size_t i = 0, n = below(5); i < n; ++i) {
            if (i > 0) put(","), space();
            const std::string element = pointer + "/" + std::to_string(i);
            marks_at(element, counts);
            array.push_back(write_value(depth + 1, element, counts));
            space();
        }
        put("]");
        return array;
    }

    boost::json::object write_object(int depth, const std::string& pointer, bool counts) {
        boost::json::object object;
        put("{");
        space();
        for (std::size_t i = 0, n = below(6); i < n; ++i) {
            if (i > 0) put(","), space();
            write_member(object, depth, pointer, counts);
            space();
        }
        put("}");
        return object;
    }

    void write_member(boost::json::object& object, int depth, const std::string& pointer, bool counts) {
        std::vector<Piece> key = random_pieces();
        while (!with_doubled_keys_ && object.contains(meant(key))) key.push_back({"x", "x", "x"});
        const bool doubled = object.contains(meant(key));
        std::string member = pointer + "/";
        for (const Piece& piece : key) member += piece.in_pointer;
        if (doubled) doubled_.push_back({member, place_});
        marks_at(member, counts && !doubled);
        write_string(key);
        space();
        put(":");
        space();
        boost::json::value value = write_value(depth + 1, member, counts && !doubled);
        if (!doubled) object[meant(key)] = std::move(value);
    }

    boost::json::value write_value(int depth, const std::string& pointer, bool counts) {
        if (depth < 6 && below(3) == 0) {
            return below(2) == 0 ? boost::json::value(write_array(depth, pointer, counts))
                                 : boost::json::value(write_object(depth, pointer, counts));
        }
        if (below(3) == 0) {
            const std::vector<Piece> pieces = random_pieces();
            write_string(pieces);
            return boost::json::value(meant(pieces));
        }
        static const std::pair<std::string_view, boost::json::value> scalars[] = {
            {"null", nullptr},
            {"true", true},
            {"false", false},
            {"0", 0},
            {"-17", -17},
            {"18446744073709551615", UINT64_MAX},
            {"-9223372036854775808", INT64_MIN},
            {"0.1", 0.1},
            {"12.50", 12.5},
            {"-2.5E-3", -0.0025},
            {"1e+2", 100.0},
            {"0.30000000000000004", 0.30000000000000004},
            {"0.300000000000000044", "0.300000000000000044"},  // no double prints so
            {"184467440737095516150", "184467440737095516150"},
            {"1e-400", "1e-400"}};
        const auto& [written, value] = scalars[below(std::size(scalars))];
        put(written);
        return value;
    }

    std::vector<Piece> random_pieces() {
        static constexpr Piece pieces[] = {
            {"a", "a", "a"},      {"b", "b", "b"},
            {"0", "0", "0"},      {"1", "1", "1"},
            {" ", " ", " "},      {":,]}[{", ":,]}[{", ":,]}[{"},
            {"/", "/", "~1"},     {"\\/", "/", "~1"},
            {"~", "~", "~0"},     {"~1", "~1", "~01"},
            {"\\\"", "\"", "\""}, {"\\\\", "\\", "\\"},
            {"\\n", "\n", "\n"},  {"\\u0000", std::string_view("\0", 1), std::string_view("\0", 1)},
            {"é", "é", "é"},      {"\\u00E9", "é", "é"},
            {"€", "€", "€"},      {"דּ", "דּ", "דּ"},
            {"😀", "😀", "😀"},   {"\\uD83d\\uDe00", "😀", "😀"}};
        std::vector<Piece> chosen;
        for (std::size_t i = 0, n = below(4); i < n; ++i) chosen.push_back(pieces[below(std::size(pieces))]);
        return chosen;
    }

    static std::string meant(const std::vector<Piece>& pieces) {
        std::string text;
        for (const Piece& piece : pieces) text += piece.meant;
        return text;
    }

    void write_string(const std::vector<Piece>& pieces) {
        put("\"");
        for (const Piece& piece : pieces) put(piece.written);
        put("\"");
    }

    void marks_at(const std::string& pointer, bool counts) {
        if (counts) marks_.push_back({pointer, place_});
    }

    std::mt19937_64 random_;
    bool with_doubled_keys_;
    std::string text_;
    pug::detail::Place place_;
    boost::json::value value_;
    std::vector<Mark> marks_;
    std::vector<Mark> doubled_;
};

}  // namespace pug_test
