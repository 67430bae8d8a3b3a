#include "actors/webhook/http_post.hpp"

#include "schemas/errors.hpp"

#include <curl/curl.h>

#include <dlfcn.h>

#include <memory>
#include <string>

namespace troupe {
namespace {

/// libcurl and the thirty libraries that it needs cost every process four megabytes, so it is
/// loaded by the first post.
struct curl_library {
  decltype(&::curl_easy_init) init = nullptr;
  decltype(&::curl_easy_setopt) set = nullptr;
  decltype(&::curl_easy_perform) perform = nullptr;
  decltype(&::curl_easy_getinfo) ask = nullptr;
  decltype(&::curl_easy_strerror) words = nullptr;
  decltype(&::curl_easy_cleanup) cleanup = nullptr;
  decltype(&::curl_slist_append) append = nullptr;
  decltype(&::curl_slist_free_all) free_list = nullptr;
  std::string problem; ///< Empty: it is there.
};

template <class Function>
void find(void* library, const char* name, Function*& to, std::string& problem) {
  to = reinterpret_cast<Function*>(::dlsym(library, name));
  if (to == nullptr)
    problem.assign("libcurl.so.4 has no ").append(name);
}

curl_library load() {
  curl_library out;
  auto library = ::dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    out.problem = std::string{"libcurl cannot be loaded: "} + ::dlerror();
    return out;
  }
  decltype(&::curl_global_init) start = nullptr;
  find(library, "curl_global_init", start, out.problem);
  find(library, "curl_easy_init", out.init, out.problem);
  find(library, "curl_easy_setopt", out.set, out.problem);
  find(library, "curl_easy_perform", out.perform, out.problem);
  find(library, "curl_easy_getinfo", out.ask, out.problem);
  find(library, "curl_easy_strerror", out.words, out.problem);
  find(library, "curl_easy_cleanup", out.cleanup, out.problem);
  find(library, "curl_slist_append", out.append, out.problem);
  find(library, "curl_slist_free_all", out.free_list, out.problem);
  if (out.problem.empty() && start(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    out.problem = "libcurl cannot be started";
  return out;
}

const curl_library& curl() {
  static const auto& it = *new curl_library{load()}; // never unloaded: OpenSSL is used by others
  return it;
}

struct end_curl {
  void operator()(CURL* x) const noexcept { curl().cleanup(x); }
};

struct free_list {
  void operator()(curl_slist* x) const noexcept { curl().free_list(x); }
};

using curl_handle = std::unique_ptr<CURL, end_curl>;
using curl_list = std::unique_ptr<curl_slist, free_list>;

/// What the server answers is of no interest.
size_t pass_over(char*, size_t size, size_t count, void*) { return size * count; }

struct progress {
  CURL* handle;
  const std::atomic<bool>* ended;
};

/// Called at least once a second; 1 gives up.
int look_at_end(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& x = *static_cast<progress*>(data);
  if (!x.ended || !x.ended->load())
    return 0;
  curl().set(x.handle, CURLOPT_QUICK_EXIT, 1L); // does not wait for the resolver
  return 1;
}

curl_list headers_of(const http_post_options& options) {
  curl_list out{curl().append(nullptr, "Content-Type: application/json")};
  if (!options.token.empty())
    curl().append(out.get(), ("Authorization: Bearer " + options.token).c_str());
  return out;
}

caf::error failed(errc code, const std::string& why) {
  return failure(code, "the webhook was not told: " + why);
}

} // namespace

caf::error http_post(const http_post_options& options, const std::string& json) {
  if (!curl().problem.empty())
    return failed(errc::unavailable, curl().problem);
  curl_handle handle{curl().init()};
  auto headers = headers_of(options);
  if (!handle || !headers)
    return failed(errc::unavailable, "out of memory");
  auto set = [&](auto option, auto value) { curl().set(handle.get(), option, value); };
  char words[CURL_ERROR_SIZE] = {};
  progress watched{handle.get(), options.ended.get()};
  set(CURLOPT_ERRORBUFFER, words);
  set(CURLOPT_URL, options.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_NOSIGNAL, 1L); // other threads are none of its business
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.limit.count()));
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_USERAGENT, "troupe");
  set(CURLOPT_POSTFIELDS, json.c_str());
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(json.size()));
  set(CURLOPT_WRITEFUNCTION, &pass_over);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &look_at_end);
  set(CURLOPT_XFERINFODATA, &watched);
  if (auto code = curl().perform(handle.get()); code != CURLE_OK)
    return failed(errc::unavailable, words[0] != '\0' ? words : curl().words(code));
  long status = 0;
  curl().ask(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status >= 200 && status < 300)
    return {};
  return failed(errc::refused, "the server answers with status " + std::to_string(status));
}

} // namespace troupe
