#include "runtime/run.hpp"

#include "actors/inspector/inspector.hpp"
#include "actors/log.hpp"
#include "actors/topology.hpp"
#include "runtime/build_time.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/log_sink.hpp"
#include "runtime/read_config.hpp"
#include "runtime/storage_lock.hpp"
#include "runtime/systemd.hpp"
#include "runtime/watchdog.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace troupe {

using namespace std::chrono_literals;

namespace {

constexpr auto stop_within = 4500ms;
constexpr auto last_words_within = 1s;

std::string host_name() {
  char out[256] = {};
  return ::gethostname(out, sizeof out - 1) == 0 ? out : "";
}

int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// The signals this process waits for; blocked in every thread.
sigset_t block_signals() {
  sigset_t out;
  sigemptyset(&out);
  for (auto signal : {SIGTERM, SIGINT, SIGHUP})
    sigaddset(&out, signal);
  pthread_sigmask(SIG_BLOCK, &out, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return out;
}

/// A hundred connections and their files need more than the usual 1,024.
void raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

/// Keys are in this process's memory: no core file, and no debugger but root's.
void hide_memory() {
  rlimit none{};
  setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // which look into the process
  prctl(PR_SET_DUMPABLE, 0);
#endif
}

/// Few threads and no polling: an edge box has other work, too.
void prepare(caf::actor_system_config& cfg) {
  cfg.set("scheduler.policy", caf::atom("sharing"));
  cfg.set("scheduler.max-threads", std::clamp(std::thread::hardware_concurrency(), 2u, 4u));
  cfg.set("scheduler.max-throughput", 300);
}

/// Waits until a signal asks for the end.
void wait_for_end(const sigset_t& signals, const root_actor& top) {
  for (;;) {
    switch (sigwaitinfo(&signals, nullptr)) {
    case SIGTERM:
    case SIGINT: return;
    case SIGHUP: caf::anon_send(top, reload_request{reload_step::apply, 0ms, "SIGHUP", true});
    }
  }
}

/// A second signal, or a stop that takes too long, ends the process at once.
void end_hard_if_late(const sigset_t& signals) {
  std::thread{[signals] {
    timespec limit{5, 0};
    auto signal = sigtimedwait(&signals, nullptr, &limit);
    log::error("runtime.killed", "cause", signal > 0 ? "a second signal" : "stopping took 5 s");
    std::_Exit(1);
  }}.detach();
}

/// Ends `wait_for_end` when root ends by itself, which is to end the process.
class root_watch {
public:
  explicit root_watch(const root_actor& top) {
    caf::actor_cast<caf::abstract_actor*>(top)->attach_functor(
        [state = state_](const caf::error& reason) { state->ended(reason); });
  }

  /// From now on it ends because it is told to; the answer is why it has ended before.
  caf::error stop() {
    std::lock_guard guard{state_->mutex};
    state_->expected = true;
    return state_->reason;
  }

private:
  struct shared {
    void ended(const caf::error& why) {
      std::lock_guard guard{mutex};
      if (expected)
        return;
      reason = why ? why : failure(errc::unavailable, "the root actor has ended");
      ::kill(::getpid(), SIGTERM);
    }
    std::mutex mutex;
    bool expected = false;
    caf::error reason;
  };
  std::shared_ptr<shared> state_ = std::make_shared<shared>();
};

/// All that root supervises is there: whoever asks now is answered.
void wait_until_spawned(caf::actor_system& sys, const root_actor& top) {
  caf::scoped_actor self{sys};
  self->request(top, caf::infinite, pulse_atom::value)
      .receive([] {}, [](const caf::error&) {}); // root has ended: `root_watch` knows
}

int fail(const caf::error& reason) {
  log::error("runtime.failed", "cause", sentence(reason));
  return 1;
}

} // namespace

std::filesystem::path socket_path(const runtime_settings& x) {
  if (!x.socket.empty())
    return x.socket;
  std::filesystem::path usual = "/run/troupe";
  return ::access(usual.c_str(), W_OK) == 0 ? usual / "console.sock"
                                            : x.storage_dir / "console.sock";
}

int run(std::shared_ptr<const settings> config, const std::filesystem::path& file) {
  auto signals = block_signals();
  raise_file_limit();
  hide_memory();
  ::umask(077);
  log_sink sink{config->runtime};
  auto lock = storage_lock::take(config->runtime.storage_dir);
  if (!lock)
    return fail(lock.error());

  auto env = std::make_shared<environment_of_actors>(environment_of_actors{
      TROUPE_VERSION, config,
      [file](const std::shared_ptr<const settings>& running) { return read_config(file, running); },
      file.string(), std::make_shared<roster>(), now_ms, built_ms(), system_mqtt_ports(), true,
      host_name()});
  caf::actor_system_config cfg;
  prepare(cfg);
  caf::actor_system sys{cfg};
  auto top = spawn_root(sys, env);
  auto ask = way_to_inspector(env);
  root_watch watch{top};
  wait_until_spawned(sys, top);
  auto realms = config->realms.size();
  env = without_realms(*env); // what changes must not stay in memory
  http_options http;
  http.socket = socket_path(config->runtime);
  auto storage = config->runtime.storage_dir;
  config.reset();
  auto server = http_server::start(http, ask);
  if (server) {
    watchdog dog{sys, env};
    log::info(
        "runtime.ready", "version", TROUPE_VERSION, "socket", http.socket.string(), "storage",
        storage.string(), "realms", realms);
    notify_systemd("READY=1");
    wait_for_end(signals, top);
    log::info("runtime.stopping");
    notify_systemd("STOPPING=1");
  }

  auto failed = watch.stop();
  end_hard_if_late(signals);
  if (server)
    server->reset();
  auto committed = false;
  if (!failed) {
    caf::scoped_actor self{sys};
    auto card = env->who->enrol(0, {}, "inspector", "inspector");
    auto inspector = caf::actor_cast<inspector_inside>(card->address());
    self->request(inspector, last_words_within, stop_atom::value)
        .receive([](bool) {}, [](const caf::error&) {}); // whoever watches hears of it otherwise
    self->request(top, stop_within, stop_atom::value)
        .receive(
            [&](bool all) { committed = all; }, [&](const caf::error& reason) { failed = reason; });
  }
  caf::anon_send_exit(top, caf::exit_reason::kill);
  if (!server)
    failed = server.error();
  if (failed)
    return fail(failed);
  if (!committed)
    return fail(failure(errc::store_failed, "not every value could be written, see above"));
  log::info("runtime.stopped");
  return 0;
}

} // namespace troupe
