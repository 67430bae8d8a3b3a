#pragma once

#include <array>
#include <string_view>

/// The English texts of java.time's fields: briefly, in full, and as narrow as
/// they get.
namespace troupe::java_names {

struct text {
  std::string_view brief, full, narrow;
};

inline constexpr std::array<text, 2> eras{
    {{"BC", "Before Christ", "B"}, {"AD", "Anno Domini", "A"}}};

inline constexpr std::array<text, 2> half_days{{{"AM", "AM", "a"}, {"PM", "PM", "p"}}};

inline constexpr std::array<text, 4> quarters{{
    {"Q1", "1st quarter", "1"},
    {"Q2", "2nd quarter", "2"},
    {"Q3", "3rd quarter", "3"},
    {"Q4", "4th quarter", "4"},
}};

inline constexpr std::array<text, 12> months{{
    {"Jan", "January", "J"},
    {"Feb", "February", "F"},
    {"Mar", "March", "M"},
    {"Apr", "April", "A"},
    {"May", "May", "M"},
    {"Jun", "June", "J"},
    {"Jul", "July", "J"},
    {"Aug", "August", "A"},
    {"Sep", "September", "S"},
    {"Oct", "October", "O"},
    {"Nov", "November", "N"},
    {"Dec", "December", "D"},
}};

inline constexpr std::array<text, 7> weekdays{{
    {"Mon", "Monday", "M"},
    {"Tue", "Tuesday", "T"},
    {"Wed", "Wednesday", "W"},
    {"Thu", "Thursday", "T"},
    {"Fri", "Friday", "F"},
    {"Sat", "Saturday", "S"},
    {"Sun", "Sunday", "S"},
}};

} // namespace troupe::java_names
