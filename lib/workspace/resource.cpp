// SPDX-License-Identifier: Apache-2.0
#include "workspace/resource.hpp"

namespace aiws::workspace {

std::string_view to_string(Kind kind)
{
    switch (kind) {
    case Kind::credential:
        return "credential";
    case Kind::deployment:
        return "deployment";
    case Kind::provider:
        return "provider";
    case Kind::setting:
        return "setting";
    case Kind::token_file:
        return "token-file";
    }
    return "";
}

std::string_view to_string(Owner owner)
{
    switch (owner) {
    case Owner::aiws:
        return "aiws";
    case Owner::legacy:
        return "legacy";
    case Owner::foreign:
        return "foreign";
    case Owner::fixed:
        return "config.yaml";
    }
    return "";
}

} // namespace aiws::workspace
