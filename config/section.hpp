#pragma once

#include "config/reader.hpp"

#include <chrono>
#include <concepts>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// How a section of the configuration is described: one `key_of` for each key.
/// Reading, checking, writing, the reference page and the JSON Schema all follow
/// it, so a key is written once, and its default stands in the settings' struct.
namespace troupe::config {

struct section_info;

/// How one kind of value is written: its name, its schema, and both ways.
template <class T>
struct format {
  std::string type;    ///< A word or two for the reference, e.g. "a duration".
  std::string schema;  ///< JSON Schema of the value.
  std::string example; ///< As it stands in TOML.
  /// Complains through the reader where it gives nothing.
  std::function<std::optional<T>(reader&, const node&)> read;
  std::function<std::string(const T&)> show; ///< As TOML; empty for "nothing".
  const section_info* section = nullptr;     ///< Where the value is made of tables.
  bool list = false;                         ///< An array of such tables, not one.
  /// The way back from `read`; nothing for what TOML cannot say. None: `section::write`
  /// leaves such keys to its caller.
  std::function<std::optional<node>(const T&)> write{};
};

/// Settings as they stand in a table.
struct wording {
  table keys;
  std::vector<std::string> beyond_toml; ///< Keys with values that TOML cannot say.

  void add(const std::string& key, std::optional<node> value) {
    if (value)
      keys.push_back({key, {}, *std::move(value)});
    else
      beyond_toml.push_back(key);
  }
};

/// What is known of a key, apart from how it is read.
struct key_info {
  std::string name{};
  std::string doc{}; ///< A sentence or two for the reference.
  std::string type{};
  std::string schema{};   ///< Of the value, unless it is a section.
  std::string example{};  ///< As it stands in TOML.
  std::string fallback{}; ///< The default as TOML or in words; empty: none.
  bool required = false;
  bool hidden = false;                   ///< The value is shown to nobody.
  const section_info* section = nullptr; ///< Where the value is made of tables with known keys.
  bool list = false;                     ///< An array of such tables, not one.
  std::string placeholder{};             ///< Where each of these tables has a name: e.g. "ID".
};

struct section_info {
  std::string doc;
  std::vector<key_info> keys;
};

/// Where the reference should say something else than the format and the
/// settings' defaults do.
struct notes {
  std::string example{};
  std::string fallback{};
  bool required = false;
  bool hidden = false;
};

/// A table while its section is checked: which keys are set, and where.
class written {
public:
  written(const origin& at, const table& content) : at_{at}, content_{content} {}

  bool has(std::string_view key) const { return find(content_, key) != nullptr; }
  const node* value(std::string_view key) const {
    auto x = find(content_, key);
    return x ? &x->value : nullptr;
  }
  /// Of the key; of the table where the key is not set.
  const origin& at(std::string_view key) const {
    auto x = find(content_, key);
    return x ? x->at : at_;
  }
  /// Complains about `key`, at its place.
  void error(reader& r, std::string_view key, std::string_view text) const {
    reader::step in{r, key};
    r.error(at(key), text);
  }
  void warning(reader& r, std::string_view key, std::string_view text) const {
    reader::step in{r, key};
    r.warning(at(key), text);
  }

private:
  const origin& at_;
  const table& content_;
};

namespace detail {

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};

/// From what a format gives to what the settings hold.
template <class Member, class T>
Member stored(T x) {
  if constexpr (is_optional<Member>::value)
    return stored<typename Member::value_type>(std::move(x));
  else if constexpr (std::is_same_v<Member, std::chrono::seconds>)
    return std::chrono::duration_cast<Member>(x);
  else
    return static_cast<Member>(std::move(x));
}

template <class T, class Member>
std::string shown(const format<T>& f, const Member& x) {
  if constexpr (is_optional<Member>::value)
    return x ? shown(f, *x) : "";
  else
    return f.show(static_cast<T>(x));
}

/// Puts down `x`, unless it is nothing.
template <class T, class Member>
void word(wording& out, const std::string& key, const format<T>& f, const Member& x) {
  if constexpr (!is_optional<Member>::value)
    out.add(key, f.write(static_cast<T>(x)));
  else if (x)
    word(out, key, f, *x);
}

} // namespace detail

/// One key of a section that yields a T.
template <class T>
struct key_of {
  key_info info;
  std::function<void(reader&, const entry&, T&)> read;
  std::function<void(T&, wording&)> write; ///< Leaves out the default. May be none.

  /// A plain value. `member` is a pointer to a member, or a function from T& to
  /// a reference; what it refers to is the default.
  template <class Member, class F>
  key_of(std::string name, Member member, format<F> f, std::string doc, notes n = {})
      : info{
          .name = std::move(name),
          .doc = std::move(doc),
          .type = f.type,
          .schema = f.schema,
          .section = f.section,
          .list = f.list} {
    using target = std::remove_cvref_t<std::invoke_result_t<Member, T&>>;
    T defaults{};
    info.example = n.example.empty() ? f.example : std::move(n.example);
    info.fallback = n.fallback.empty() ? detail::shown(f, std::invoke(member, defaults))
                                       : std::move(n.fallback);
    info.required = n.required;
    info.hidden = n.hidden;
    if (f.write)
      write = [member, f, key = info.name, always = n.required,
               fallback = target{std::invoke(member, defaults)}](T& x, wording& out) {
        auto& value = std::invoke(member, x);
        if (always || value != fallback)
          detail::word(out, key, f, value);
      };
    read = [member, f = std::move(f)](reader& r, const entry& e, T& into) {
      if (auto x = f.read(r, e.value))
        std::invoke(member, into) = detail::stored<target>(*std::move(x));
    };
  }

  /// A value with a way of its own, e.g. a table.
  key_of(
      key_info info, std::function<void(reader&, const entry&, T&)> read,
      std::function<void(T&, wording&)> write = {})
      : info{std::move(info)}, read{std::move(read)}, write{std::move(write)} {}
};

/// Complains about `e`, with the nearest known keys.
void unknown_key(reader& r, const entry& e, const section_info& known);

/// The keys of one kind of table, and what must hold between them.
template <class T>
struct section : section_info {
  using check_function = void (*)(reader&, const written&, T&);

  section(std::string doc, std::initializer_list<key_of<T>> list, check_function check = nullptr)
      : section_info{std::move(doc), {}}, check_{check} {
    for (auto& x : list) {
      keys.push_back(x.info);
      readers_.push_back(x.read);
      writers_.push_back(x.write);
    }
  }

  /// Reads the table at `e` over the defaults in `into`. Keys are read in the
  /// order of the section, so a key may build on an earlier one.
  void read(reader& r, const entry& e, T& into) const {
    auto content = as<table>(e.value);
    if (!content)
      return r.expected(e.value, "a table");
    auto found = sort(r, *content);
    for (size_t i = 0; i < keys.size(); ++i)
      if (found[i]) {
        reader::step in{r, keys[i].name};
        if (r.env.noted)
          r.env.noted(r.path(), keys[i], found[i]->value);
        readers_[i](r, *found[i], into);
      } else if (keys[i].required) {
        reader::step in{r, keys[i].name};
        r.error(e.at, "missing; expected " + keys[i].type);
      }
    if (check_)
      check_(r, written{e.at, *content}, into);
  }

  /// What `read` would make `x` of again: the keys that are not as by default, and
  /// those that are required. Keys with tables of their own are not among them.
  wording write(T x) const {
    wording out;
    for (auto& writer : writers_)
      if (writer)
        writer(x, out);
    return out;
  }

private:
  /// The entry of each key, null if not set. Complains about the unknown ones.
  std::vector<const entry*> sort(reader& r, const table& content) const {
    std::vector<const entry*> out(keys.size());
    for (auto& e : content) {
      size_t i = 0;
      while (i < keys.size() && keys[i].name != e.key)
        ++i;
      if (i < keys.size())
        out[i] = &e;
      else
        unknown_key(r, e, *this);
    }
    return out;
  }

  std::vector<std::function<void(reader&, const entry&, T&)>> readers_;
  std::vector<std::function<void(T&, wording&)>> writers_;
  check_function check_;
};

/// A key whose value is one table.
template <class T, class Member, class U>
key_of<T> table_key(std::string name, Member member, const section<U>& s) {
  return {
      key_info{.name = std::move(name), .doc = s.doc, .type = "a table", .section = &s},
      [member, &s](reader& r, const entry& e, T& into) {
        s.read(r, e, std::invoke(member, into));
      }};
}

/// A key whose value is a table of tables, one for each name.
/// `check_name` may complain about a name, `make` starts one from its name (and what is
/// already known of the parent), `take` puts it away.
template <class T, class U>
struct named_tables {
  std::string name;
  std::string placeholder;
  const section<U>& content;
  void (*check_name)(reader&, const entry&);
  U (*make)(const T& parent, const entry&);
  void (*take)(T& parent, U child);

  operator key_of<T>() const {
    auto read = [x = *this](reader& r, const entry& e, T& into) {
      auto all = as<table>(e.value);
      if (!all)
        return r.expected(e.value, "a table for each " + x.placeholder);
      for (auto& one : *all) {
        reader::step in{r, one.key};
        auto child = x.make(into, one);
        x.check_name(r, one);
        x.content.read(r, one, child);
        x.take(into, std::move(child));
      }
    };
    return {
        key_info{
            .name = name,
            .doc = content.doc,
            .type = "a table",
            .section = &content,
            .placeholder = placeholder},
        read};
  }
};

} // namespace troupe::config
