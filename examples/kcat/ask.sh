#!/usr/bin/env bash
# Submits a prompt over Kafka, with kcat only: publishes a PromptRequested, waits for the turn's record on turn-results and
# prints it (JSON). Usage: ask.sh PROMPT [SESSION]. Brokers are in KAFKA_BOOTSTRAP_SERVERS (127.0.0.1:9092), the timeout in
# ASK_SECONDS (60). kcat is a package of that name in Debian, Ubuntu and Homebrew.
set -euo pipefail

prompt="$1"
session="${2:-kcat}"
brokers="${KAFKA_BOOTSTRAP_SERVERS:-127.0.0.1:9092}"

# A turn id is a UUID of version 7 (RFC 9562): 48 bits of time in milliseconds, then random ones.
now="$(date +%s%3N)"
time="$(printf '%012x' "$now")"
random="$(od -An -N9 -tx1 /dev/urandom | tr -d ' \n')"
variant="$(printf '%x' $((8 + RANDOM % 4)))"
turn="${time:0:8}-${time:8:4}-7${random:0:3}-${variant}${random:3:3}-${random:6:12}"

# A JSON string: backslashes, quotes and line breaks escaped, other control characters left out.
quoted="$(printf '%s' "$prompt" | tr -d '\000-\010\013\014\016-\037' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/\t/\\t/g' -e 's/\r/\\r/g' |
  sed -e ':more' -e 'N' -e '$!bmore' -e 's/\n/\\n/g')"

# Reads results from before the prompt is sent. Ended by the trap: kcat would wait for ever.
coproc results { exec kcat -C -q -u -b "$brokers" -t turn-results -o "s@$now" -f '%s\n'; }
trap 'kill "$results_PID" 2>/dev/null || true' EXIT

# The key is the session, with the partitioner of Kafka's own clients (murmur2, which is not kcat's default). The record's
# timestamp is the time of sending, which is not before the time in the turn id.
printf '{"type":"PromptRequested","sessionId":"%s","turnId":"%s","prompt":"%s","options":{}}\n' "$session" "$turn" "$quoted" |
  kcat -P -b "$brokers" -t prompt-requests -k "$session" -X partitioner=murmur2
echo "asked: session $session, turn $turn" >&2

while IFS= read -r -t "${ASK_SECONDS:-60}" -u "${results[0]}" result; do
  case "$result" in
    *"\"turnId\":\"$turn\""*)
      printf '%s\n' "$result"
      exit 0
      ;;
  esac
done
echo "no answer in time" >&2
exit 1
