// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.hpp"

#include <string>
#include <utility>
#include <vector>

// Replies of LiteLLM 1.106.2, recorded and shortened.
namespace aiws::test {

inline http::Response reply(int status, std::string body, std::vector<http::Header> headers = {})
{
    return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

inline std::string error_body(const std::string& message)
{
    return R"({"error":{"message":")" + message + R"(","type":"auth_error","param":"None","code":"400"}})";
}

/// A row as GET /v2/model/info lists it; `params` and `info` are further members, with a comma in front.
inline std::string row(const std::string& alias, const std::string& id, const std::string& params = {},
                       const std::string& info = {})
{
    return R"({"model_name":")" + alias + R"(","litellm_params":{"use_in_pass_through":false,"model":"openai/v/m")" +
           params + R"(},"model_info":{"id":")" + id +
           R"(","db_model":true,"blocked":false,"mode":"chat","pricing_overrides":[],"key":"openai/v/m",)"
           R"("max_tokens":null,"input_cost_per_token_flex":null,"litellm_provider":"openai",)"
           R"("supported_openai_params":["max_tokens","tools"])" +
           info + "}}";
}

inline std::string page(const std::string& rows, int total_count = 1, int total_pages = 1)
{
    return R"({"data":[)" + rows + R"(],"total_count":)" + std::to_string(total_count) +
           R"(,"current_page":1,"total_pages":)" + std::to_string(total_pages) + R"(,"size":500})";
}

} // namespace aiws::test
