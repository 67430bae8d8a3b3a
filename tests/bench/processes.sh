# Starting, ending and awaiting what a measurement needs; sourced by run, whose
# variables `work`, `pids`, `pid` and `port` it uses. All waiting is bounded.
# shellcheck shell=bash

# start OUTPUT COMMAND…: in the background; `pid` is its process.
start() {
  local output=$1
  shift
  "$@" >"$output" 2>&1 &
  pid=$!
  pids+=("$pid")
}

# start_watcher COMMAND…: as `start`, with `latency` reading what it prints.
start_watcher() {
  "$@" > >(exec "$build/bench/latency" >"$work/ages") 2>"$work/watcher.err" &
  pid=$!
  pids+=("$pid")
}

# stop PID: SIGTERM, SIGKILL after 10 s.
stop() {
  kill "$1" 2>/dev/null || true
  until_true 10 gone "$1" || kill -9 "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
  local left=() p
  for p in "${pids[@]}"; do [[ $p == "$1" ]] || left+=("$p"); done
  pids=("${left[@]}")
}

gone() { [[ ! -e /proc/$1 || $(awk '{print $3}' "/proc/$1/stat" 2>/dev/null) == Z ]]; }

# until_true SECONDS COMMAND…: whether it came true in time.
until_true() {
  local end=$((SECONDS + $1 + 1))
  shift
  until "$@"; do
    ((SECONDS < end)) || return 1
    sleep 0.02
  done
}

open_port() { (: >"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
  for _ in {1..50}; do
    port=$((20000 + RANDOM % 12000))
    open_port "$port" || return 0
  done
  die "no free port found"
}

start_broker() {
  free_port
  cat >"$work/mosquitto.conf" <<END
listener $port 127.0.0.1
allow_anonymous true
persistence false
max_queued_messages 0
set_tcp_nodelay true
sys_interval 0
log_type subscribe
log_type error
END
  start "$work/broker.log" mosquitto -c "$work/mosquitto.conf"
  broker_pid=$pid
  until_true 5 open_port "$port" || die "mosquitto did not start: $(cat "$work/broker.log")"
}

# The broker logs one line for each topic filter.
subscribed() { (($(grep -c " bench/" "$work/broker.log") >= $1)); }
subscribed_or_gone() { subscribed "$1" || gone "$2"; }

# await_subscribed NAME PID TOPICS SECONDS
await_subscribed() {
  until_true "$4" subscribed_or_gone "$3" "$2" && subscribed "$3" \
    || die "$1 did not subscribe: $(tail -n 3 "$work/$1.out" 2>/dev/null)"
}

# write_config LINKS AGENTS QOS: attribute vN of an asset of 100 reads $.v of bench/N.
write_config() {
  mkdir -p "$work/storage"
  awk -v links="$1" -v agents="$2" -v qos="$3" -v port="$port" -v work="$work" 'BEGIN {
    printf "[runtime]\nstorage_dir = \"%s/storage\"\nsocket = \"%s/socket\"\n", work, work
    print "[console]\nlisten = \"\""
    for (a = 0; a < agents; ++a)
      printf "[realm.bench.agent.b%d]\nhost = \"127.0.0.1\"\nport = %d\nclient_id = \"bench-%d\"\n" \
             "subscribe_qos = %d\n", a, port, a, qos
    per_asset = agents > 1 ? links / agents : 100
    for (n = 0; n < links; ++n) {
      if (n % per_asset == 0)
        printf "[realm.bench.asset.a%d]\nagent_link = { agent = \"b%d\" }\n" \
               "[realm.bench.asset.a%d.attribute]\n", n / per_asset, n / per_asset % agents, n / per_asset
      printf "v%d = { type = \"number\", agent_link = { subscription_topic = \"bench/%d\", " \
             "json_path = \"$.v\" } }\n", n, n
    }
  }' >"$work/troupe.toml"
}
