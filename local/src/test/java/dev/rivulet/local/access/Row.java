package dev.rivulet.local.access;

import java.util.Map;
import java.util.Optional;

/**
 * How a call of the document is filled in, and what its caller sees of what is its own. The names are put where {@code
 * {session}}, {@code {turn}} and {@code {stream}} stand.
 *
 * @param query with its question mark; empty for none
 * @param body empty for none
 * @param shows whether the owner sees the answer of the turn that the call is about
 * @param running whether that turn still runs; otherwise it has ended
 */
record Row(String query, Optional<String> body, boolean shows, boolean running) {

    private static final String TEXT = AccessFixture.OWN_PROMPT;
    private static final Row PLAIN = new Row("", Optional.empty(), false, false);

    /** Names its session in a header. */
    static final String CHAT = "postChatCompletion";

    /** By the id of the operation. */
    static final Map<String, Row> ALL = Map.ofEntries(
            Map.entry("postSession", PLAIN),
            Map.entry("getTurns", PLAIN.showing()),
            Map.entry("postTurn", PLAIN.with("?wait=60s", "{\"prompt\":\"" + TEXT + "\"}")),
            Map.entry("getTurn", PLAIN.showing()),
            Map.entry("cancelTurn", PLAIN.ofRunning()),
            Map.entry("getTurnEvents", PLAIN.showing()),
            Map.entry("getSession", PLAIN.showing()),
            Map.entry("forgetSession", PLAIN),
            Map.entry("getSessionEvents", PLAIN.showing().ofRunning()),
            Map.entry("postGrant", PLAIN.with("", "{}")),
            Map.entry("getStream", PLAIN.withQuery("?session={session}&prompt=" + TEXT)),
            Map.entry(CHAT, PLAIN.with("", "{\"stream\":{stream},\"messages\":[{\"role\":\"user\","
                    + "\"content\":\"" + TEXT + "\"}]}")),
            Map.entry("getModels", PLAIN),
            Map.entry("getModel", PLAIN),
            Map.entry("getUsage", PLAIN.withQuery("?from=2020-01-01&to=2020-01-31")), // that does not change meanwhile
            Map.entry("openSocket", PLAIN),
            Map.entry("postChat", PLAIN.with("", "{\"id\":\"{session}\",\"message\":{\"id\":\"m\",\"role\":\"user\","
                    + "\"parts\":[{\"type\":\"text\",\"text\":\"" + TEXT + "\"}]}}")),
            Map.entry("getChatStream", PLAIN.showing().ofRunning()),
            Map.entry("page", PLAIN),
            Map.entry("login", PLAIN.with("", "{\"key\":\"{loginKey}\"}")),
            Map.entry("logout", PLAIN),
            Map.entry("health", PLAIN),
            Map.entry("ready", PLAIN),
            Map.entry("metrics", PLAIN));

    /** Returns whether a call gives what it names to others. */
    static boolean gives(Operation call) {
        return call.id().equals("postGrant");
    }

    /** Returns whether a call, filled in so, names a session. */
    boolean namesSession(Operation call) {
        return (call.path() + query + body.orElse("")).contains("{session}") || call.id().equals(CHAT);
    }

    private Row showing() {
        return new Row(query, body, true, running);
    }

    private Row ofRunning() {
        return new Row(query, body, shows, true);
    }

    private Row withQuery(String text) {
        return new Row(text, body, shows, running);
    }

    private Row with(String text, String json) {
        return new Row(text, Optional.of(json), shows, running);
    }
}
