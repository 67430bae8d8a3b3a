#include "actors/link/link_memory.hpp"
#include "actors/link/pipeline.hpp"
#include "schemas/topic_trie.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

/// What one message costs in the links' logic, without actors: nanoseconds per
/// call, the best of five rounds; and what hand-written code costs beside it.
using namespace troupe;

namespace {

uint64_t sink = 0;

template <class F>
void measure(const char* name, int calls, F&& f) {
  auto best = 1e18;
  for (auto round = 0; round < 5; ++round) {
    auto start = std::chrono::steady_clock::now();
    for (auto i = 0; i < calls; ++i)
      f(i);
    std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    best = std::min(best, spent.count() / calls);
  }
  std::printf("%-44s %8.0f ns\n", name, best);
}

void receive(
    const char* name, value_type type, std::vector<value_filter> filters,
    const std::string& payload) {
  agent_link_settings link;
  link.value_filters = std::move(filters);
  auto pipeline = inbound_pipeline::compile(link, type).value();
  measure(name, payload.size() > 900 ? 2'000 : 200'000, [&](int) {
    payload_view message{"plant/line/7/telemetry", payload};
    sink += pipeline->run(message, 0).content.index();
  });
}

void matched(const char* name, value_predicate match, const std::string& payload) {
  agent_link_settings link;
  link.match_filters = {json_path_filter{"$.seq", false, false, {}}};
  link.match_predicate = std::move(match);
  auto pipeline = inbound_pipeline::compile(link, value_type::text).value();
  measure(name, 200'000, [&](int) {
    payload_view message{"plant/line/7/telemetry", payload};
    sink += pipeline->run(message, 0).content.index();
  });
}

void receive(const char* name, value_type type, const char* path, const std::string& payload) {
  std::vector<value_filter> filters;
  if (*path)
    filters = {json_path_filter{path, false, false, {}}};
  receive(name, type, filters, payload);
}

void other_filters(const std::string& json) {
  const std::string text = "temp=21.5;oil=73.25;seq=1234567;state=RUN;line=7";
  regex_filter regex{"oil=([0-9.]+)", true, false, 1, 0, {}};
  math_filter math{"(x - 32) / 1.8", {}};
  receive("regex, 48 bytes, a group as number", value_type::number, {regex}, text);
  regex.pattern = R"((?i)STATE=(\p{L}+))";
  receive("regex, 48 bytes, a group as text", value_type::text, {regex}, text);
  regex.pattern = "^(a+)+$";
  receive("regex, evil", value_type::text, {regex}, std::string(1'000, 'a') + "!");
  receive("math", value_type::number, {math}, "72.5");
  receive(
      "JSONPath, math", value_type::number, {json_path_filter{"$.temp", {}, {}, {}}, math}, json);
  receive("substring, ASCII", value_type::number, {substring_filter{5, 9, {}}}, text);
  receive(
      "substring, from the end", value_type::text, {substring_filter{-8, -2, {}}},
      "Zürich 温度 " + text);
  receive("topic level", value_type::text, {topic_filter{2, {}}}, text);
  bytes_filter bytes;
  bytes.offset = 6;
  bytes.width = 2;
  bytes.scale = 0.1;
  receive("bytes, two of 48, scaled", value_type::number, {bytes}, text);
}

/// Hand-written: the document parsed, one member looked up.
void floor(const char* name, const char* pointer, const std::string& payload) {
  std::vector<unsigned char> arena(64 * 1024);
  measure(name, payload.size() > 900 ? 2'000 : 200'000, [&](int) {
    boost::json::static_resource memory{arena.data(), arena.size()};
    auto document = boost::json::parse(payload, &memory);
    sink += static_cast<uint64_t>(document.at_pointer(pointer).to_number<double>());
  });
}

void converter(const std::string& json) {
  agent_link_settings link;
  link.value_filters = {json_path_filter{"$.state", false, false, {}}};
  link.converter =
      value_converter{{"STOP", json_text{"0"}}, {"RUN", json_text{"1"}}, {"ALARM", json_text{"2"}}};
  auto pipeline = inbound_pipeline::compile(link, value_type::number).value();
  measure("JSONPath, converter of three", 200'000, [&](int) {
    payload_view message{"plant/line/7/telemetry", json};
    sink += pipeline->run(message, 0).content.index();
  });
}

/// As a link actor does it: the links of a message share what was parsed of it.
void many_links(const char* name, size_t count, const std::string& payload) {
  const char* paths[] = {"$.temp", "$.oil.temp", "$.seq", "$.state"};
  std::vector<std::shared_ptr<const inbound_pipeline>> links;
  for (size_t i = 0; i < count; ++i) {
    agent_link_settings link;
    link.value_filters = {json_path_filter{paths[i % 4], false, false, {}}};
    links.push_back(inbound_pipeline::compile(link, value_type::text).value());
  }
  measure(name, static_cast<int>(200'000 / count), [&](int) {
    payload_view message{"t", payload};
    for (auto& x : links)
      sink += x->run(message, 0).content.index();
  });
}

/// What a link actor adds for `troupe explain --live` to each batch, here of one message.
void remembering(const char* name, size_t links, const std::string& payload) {
  link_memory memory{links, std::make_shared<memory_budget>(32 << 20)};
  batch_memory seen;
  message_batch batch;
  batch.bytes = "plant/line/7/telemetry" + payload;
  frame x;
  x.topic_size = 22;
  x.payload_begin = 22;
  x.payload_size = static_cast<uint32_t>(payload.size());
  batch.frames = {x};
  measure(name, 200'000, [&](int) {
    for (size_t i = 0; i < links; ++i)
      seen.see(i, 0, inbound::stored, {});
    seen.settle(memory, batch);
  });
  sink += memory.of(0)[0].message->payload.size();
}

void write() {
  agent_link_settings link;
  link.write_value = R"({"t": %VALUE%, "at": "%TIME%"})";
  auto pipeline = outbound_pipeline::compile(link, value_type::number).value();
  measure("write value with value and time", 200'000, [&](int i) {
    sink += pipeline->run(i * 0.25, int64_t{1'709'618'828'009} + i).payload.size();
  });
}

void topics(const char* name, uint32_t exact, uint32_t wild) {
  topic_trie trie;
  std::vector<std::string> names;
  for (uint32_t i = 0; i < exact; ++i)
    trie.add(names.emplace_back("plant/line/" + std::to_string(i) + "/telemetry"), i);
  for (uint32_t i = 0; i < wild; ++i)
    trie.add("plant/+/" + std::to_string(i) + "/#", exact + i);
  measure(name, 200'000, [&](int i) {
    auto at = static_cast<size_t>(i) * 7919 % names.size();
    trie.match(names[at], [](uint32_t x) { sink += x; });
  });
}

} // namespace

int main() {
  const std::string small = R"({"temp":21.5,"oil":{"temp":73.25},"seq":1234567,"state":"RUN"})";
  auto large = small.substr(0, small.size() - 1);
  for (auto i = 0; i < 100; ++i)
    large += ",\"member" + std::to_string(i) + "\":" + std::to_string(i * 1.5);
  large += ",\"last\":1}";
  std::string list = "[";
  for (auto i = 0; i < 40; ++i)
    list += (i ? "," : "") + ("{\"id\":\"n" + std::to_string(i))
            + R"(","v":21.5,"state":"RUN","at":17000})";
  list += "]";
  floor("Boost.JSON by hand, 62 bytes", "/temp", small);
  floor("Boost.JSON by hand, 2 kB", "/last", large);
  receive("a number as it is", value_type::number, "", "21.5");
  receive("JSONPath, 62 bytes, first member", value_type::number, "$.temp", small);
  receive("JSONPath, 62 bytes, nested member", value_type::number, "$.oil.temp", small);
  receive("JSONPath, 62 bytes, text", value_type::text, "$.state", small);
  receive("JSONPath, 2 kB, last member", value_type::number, "$.last", large);
  receive("JSONPath, 62 bytes, recursive descent", value_type::json, "$..temp", small);
  receive("JSONPath, 2 kB, recursive descent", value_type::json, "$..temp", large);
  receive("JSONPath, 62 bytes, filter", value_type::json, "$[?(@.temp > 70)].temp", small);
  receive("JSONPath, 2 kB, filter of 40 elements", value_type::json, "$[?(@.id == 'n25')].v", list);
  receive("misfit", value_type::number, "", "n/a");
  receive("miss", value_type::number, "$.nothing", small);
  number_predicate wanted;
  wanted.value = json_text{"1234567"};
  matched("message match: a number", wanted, small);
  wanted.value = json_text{"1"};
  matched("message match: another number", wanted, small);
  matched("message match: any", any_predicate{}, small);
  other_filters(small);
  converter(small);
  many_links("one link of a message", 1, small);
  many_links("100 links of a message", 100, small);
  remembering("remembering 62 bytes, one link", 1, small);
  remembering("remembering 62 bytes, six links", 6, small);
  remembering("remembering 2 kB, one link", 1, large);
  write();
  topics("100,000 exact topics", 100'000, 0);
  topics("10,000 exact topics and 1,000 wildcards", 10'000, 1'000);
  return sink == 0;
}
