#pragma once

#include "tests/support/process.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace troupe::test {

struct broker_options {
  struct account {
    std::string user;
    std::string password;
  };
  std::vector<account> accounts = {};  ///< Empty: everybody may connect.
  std::string acl = {};                ///< An acl_file's text; empty: everything is allowed.
  bool persistence = false;            ///< Sessions and retained messages survive a restart.
  std::vector<std::string> lines = {}; ///< More lines for mosquitto.conf.
  std::vector<std::pair<std::string, std::string>> files = {}; ///< Name and content, in its folder.
  bool start = true;
};

/// A mosquitto on a free port of 127.0.0.1, with a folder of its own. Ready when
/// made; keeps its port when started again; ended with this object.
class broker {
public:
  explicit broker(broker_options options = {});

  uint16_t port() const { return port_; }
  std::string host() const { return "127.0.0.1"; }

  void start();
  void stop();   ///< SIGTERM, and waits.
  void kill();   ///< SIGKILL, and waits.
  void freeze(); ///< SIGSTOP: the connections stay, nothing is answered.
  void thaw();   ///< SIGCONT

  /// What mosquitto logged since it was started last.
  std::string log() const;
  bool wait_for_log(std::string_view text, milliseconds limit = milliseconds{5000});

  struct message {
    std::string topic;
    std::string payload;
    int qos = 0;
    bool retain = false;
  };
  /// By mosquitto_pub, as the first account if there is one. Throws on failure.
  void publish(const message& x) const;
  /// A mosquitto_sub that has subscribed; writes "TOPIC PAYLOAD" lines.
  std::unique_ptr<process> subscribe(const std::string& topic, int qos = 0) const;

private:
  std::vector<std::string> tool(const std::string& name) const;

  temp_folder folder_;
  broker_options options_;
  uint16_t port_ = 0;
  std::unique_ptr<process> process_;
};

} // namespace troupe::test
