package dev.rivulet.local.chaos.request;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The turns and cursors that gateways named in responses, so that later requests can be about them. Thread-safe. */
final class KnownTurns {

    private static final int MOST = 200;
    private static final Pattern HEADERS = Pattern.compile(
            "(?is)x-session-id: ([\\w.~-]+)\r\n.*?x-turn-id: ([0-9a-f-]{36})\r\n|x-turn-id: ([0-9a-f-]{36})\r\n.*?"
                    + "x-session-id: ([\\w.~-]+)\r\n");
    private static final Pattern CURSOR = Pattern.compile("id: ([\\w-]{36,44}(?:\\.\\d+)?)\n");

    private final Deque<Known> turns = new ArrayDeque<>(); // guarded by this

    /** @param cursor empty if no event was received */
    record Known(String session, String turn, String cursor) {}

    /** Remembers the turn that a response is about, with its last cursor. */
    void learn(String response) {
        Matcher headers = HEADERS.matcher(response);
        if (headers.find()) {
            boolean sessionFirst = headers.group(1) != null;
            String cursor = CURSOR.matcher(response).results().map(found -> found.group(1))
                    .reduce("", (older, newer) -> newer);
            add(new Known(sessionFirst ? headers.group(1) : headers.group(4),
                    sessionFirst ? headers.group(2) : headers.group(3), cursor));
        }
    }

    private synchronized void add(Known known) {
        turns.addLast(known);
        if (turns.size() > MOST) {
            turns.removeFirst();
        }
    }

    /** Returns any of them; empty if there is none yet. */
    synchronized Optional<Known> draw(RandomGenerator random) {
        return turns.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(turns).get(random.nextInt(turns.size())));
    }
}
