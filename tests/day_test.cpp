// Days as texts: which are days, and which comes after which.
#include "pug/day.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

namespace {

using namespace pug::detail;

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int length_of(int year, int month) {
    if (month == 2) return is_leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

std::string text(int year, int month, int day) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day);
    return buffer;
}

TEST(Day, FollowsTheDayBeforeThroughTheWholeCalendar) {
    std::string expected = "0000-01-01";
    for (int year = 0; year <= 9999; ++year) {
        expected = text(year, 1, 1);
        for (int month = 1; month <= 12; ++month) {
            for (int day = 1; day <= length_of(year, month); ++day) {
                const std::string today = text(year, month, day);
                ASSERT_EQ(today, expected);
                ASSERT_TRUE(is_day(today)) << today;
                expected = day_after(today);
                ASSERT_TRUE(expected.empty() || today < expected) << today;
            }
            ASSERT_FALSE(is_day(text(year, month, length_of(year, month) + 1))) << year << " " << month;
            ASSERT_FALSE(is_day(text(year, month, 0)));
        }
        ASSERT_EQ(expected, year == 9999 ? "" : text(year + 1, 1, 1));
    }
}

TEST(Day, IsWrittenInOneWay) {
    for (const char* other :
         {"", "2025-1-01", "2025-01-1", "2025/01/01", "20250101", "2025-01-01 ", " 2025-01-01", "2025-01-0a",
          "+025-01-01", "-025-01-01", "2025-13-01", "2025-00-10", "12025-01-01", "2025-01-01T00:00", "2023-02-29",
          "2\xC2\xB2"
          "25-1-01"}) {
        EXPECT_FALSE(is_day(other)) << other;
        EXPECT_EQ(day_after(other), "") << other;
    }
}

}  // namespace
