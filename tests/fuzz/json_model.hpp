// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/dice.hpp"
#include "json/document.hpp"

#include <cstdint>
#include <string>

namespace aiws::fuzz {

/// Makes random edits in the document and the same ones in a plain value, and takes them all back. Returns what went
/// wrong, with the texts, or "" when all of this holds after every edit:
/// - the text is JSON5 and means the plain value, members in the same order;
/// - what one cannot do with the plain value is refused and changes nothing;
/// - the splice describes exactly the bytes that changed;
/// - a new member that is removed again leaves the bytes it found, unless white space in front of the closing bracket
///   had to give way to it;
/// - reverting the splices last first restores every earlier text.
std::string check_edits(const json::Document& document, Dice& dice, int edits);

} // namespace aiws::fuzz
