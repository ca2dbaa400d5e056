package dev.rivulet.local.chaos.request;

import dev.rivulet.local.chaos.request.KnownTurns.Known;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Draws requests of every route that could be valid. They write to the generator's own sessions, and read from any. Not
 * thread-safe.
 */
final class RequestTemplates {

    private static final int OWN_SESSIONS = 40;
    private static final int CLIENTS = 50;
    private static final int CLIENT_SESSIONS = 20;
    private static final long VERSION_7 = 0x7000;
    private static final long RFC_9562 = 0x8000_0000_0000_0000L;
    private static final byte[] NONE = {};
    private static final int ANONYMOUS_ONE_IN = 10;
    private static final List<String> SHAPES = List.of("", "", "throttle=50ms", "granularity=word", "granularity=json",
            "granularity=sentence&throttle=1s", "from=start", "wait=1s", "wait=60s", "cursor=", "throttle=0");
    private static final List<String> OPTIONS = List.of("", "", ",\"whenBusy\":\"interrupt\"",
            ",\"whenBusy\":\"reject\"", ",\"onDisconnect\":\"cancel\"", ",\"maxTokens\":3", ",\"temperature\":0.5",
            ",\"system\":\"Be brief.\"", ",\"timeouts\":{\"totalMs\":200,\"idleMs\":1}", ",\"maxAttempts\":1",
            ",\"model\":\"any\"");

    private final Random random;
    private final KnownTurns known;
    private final String authorization;
    private final LongSupplier clock;

    /**
     * @param authorization the header of most requests; empty for none
     * @param clock the time for made-up ids, in milliseconds since the epoch
     */
    RequestTemplates(Random random, KnownTurns known, String authorization, LongSupplier clock) {
        this.random = random;
        this.known = known;
        this.authorization = authorization;
        this.clock = clock;
    }

    RequestDraft draw() {
        String session = "/v1/sessions/" + ownSession();
        return switch (random.nextInt(14)) {
            case 0, 1 -> json("POST", session + "/turns" + query(), prompt());
            case 2 -> json("POST", session + "/turns" + query(), prompt()).header("Accept", "text/event-stream");
            case 3 -> json("POST", session + "/turns", prompt()).header("Idempotency-Key", "key-" + random.nextInt(20));
            case 4, 5 -> resume();
            case 6 -> plain("GET", turn());
            case 7 -> random.nextInt(4) == 0 ? plain("DELETE", session) : plain("GET", anySession());
            case 8 -> plain("GET", anySession() + "/events" + query());
            case 9 -> plain(random.nextBoolean() ? "DELETE" : "GET", ownTurn());
            case 10 ->
                plain("GET", "/stream?prompt=fuzz%20" + random.nextInt(1, 9) + "%20NONE&session=" + ownSession());
            case 11 -> json("POST", "/v1/chat/completions" + query(), chat());
            case 12 -> json("POST", "/api/chat" + query(), uiChat());
            default -> plain("GET", List.of("/", "/v1/models", "/healthz", "/readyz", "/metrics", "/ws",
                    "/api/chat/" + ownSession() + "/stream", "/assets/any/start.js").get(random.nextInt(8)));
        };
    }

    /** Returns a request to read a turn that may be known, after a cursor that may be right. */
    RequestDraft resume() {
        Known turn = known.draw(random).orElseGet(this::madeUp);
        RequestDraft request = plain("GET",
                "/v1/sessions/" + turn.session() + "/turns/" + turn.turn() + "/events" + query());
        return turn.cursor().isEmpty() || random.nextInt(4) == 0
                ? request
                : request.header("Last-Event-ID", random.nextInt(3) > 0 ? turn.cursor() : flipped(turn.cursor()));
    }

    /** Returns a frame of a client on {@code /ws} that could be valid. */
    String frame() {
        Known turn = known.draw(random).orElseGet(this::madeUp);
        String about = ",\"id\":\"" + random.nextInt(99) + "\",\"session\":\"" + turn.session() + "\",\"turn\":\""
                + turn.turn() + "\"";
        String cursor = turn.cursor().isEmpty()
                ? ""
                : ",\"cursor\":\"" + (random.nextBoolean() ? turn.cursor() : flipped(turn.cursor())) + "\"";
        return switch (random.nextInt(8)) {
            case 0, 1 -> "{\"type\":\"resume\"" + about + cursor + "}";
            case 2 -> "{\"type\":\"follow\",\"id\":\"f\",\"session\":\"" + ownSession() + "\"}";
            case 3 -> "{\"type\":\"leave\"" + about + "}";
            case 4 -> "{\"type\":\"ping\"}";
            case 5 -> "{\"type\":\"follow\",\"id\":\"f\",\"session\":\"" + turn.session() + "\"" + cursor + "}";
            default -> "{\"type\":\"prompt\",\"id\":\"p\",\"session\":\"" + ownSession() + "\","
                    + prompt().substring(1);
        };
    }

    /** Returns a request without a body. */
    RequestDraft plain(String method, String target) {
        return draft(method, target, NONE);
    }

    private RequestDraft json(String method, String target, String body) {
        return draft(method, target, body.getBytes(StandardCharsets.UTF_8)).header("Content-Type",
                "application/json");
    }

    private RequestDraft draft(String method, String target, byte[] body) {
        RequestDraft draft = new RequestDraft(method, target, body);
        return authorization.isEmpty() || random.nextInt(ANONYMOUS_ONE_IN) == 0
                ? draft
                : draft.header("Authorization", authorization);
    }

    private String prompt() {
        String text = "fuzz " + random.nextInt(1, 9) + " NONE";
        String options = OPTIONS.get(random.nextInt(OPTIONS.size()));
        String turnId = random.nextInt(8) == 0 ? ",\"turnId\":\"" + turnId(clock.getAsLong()) + "\"" : "";
        return random.nextInt(4) > 0
                ? "{\"prompt\":\"" + text + "\"" + options + turnId + "}"
                : "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + options + turnId + "}";
    }

    private String chat() {
        return "{\"model\":\"any\",\"stream\":" + random.nextBoolean()
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"fuzz " + random.nextInt(1, 9) + " NONE\"}]}";
    }

    private String uiChat() {
        return "{\"id\":\"" + ownSession() + "\",\"messages\":[{\"role\":\"user\",\"parts\":[{\"type\":\"text\","
                + "\"text\":\"fuzz " + random.nextInt(1, 9) + " NONE\"}]}]}";
    }

    private String query() {
        String shape = SHAPES.get(random.nextInt(SHAPES.size()));
        return shape.isEmpty() ? "" : "?" + shape;
    }

    private String ownSession() {
        return "fuzz-" + random.nextInt(OWN_SESSIONS);
    }

    private String anySession() {
        return "/v1/sessions/" + (random.nextBoolean()
                ? ownSession()
                : "c" + random.nextInt(CLIENTS) + "-s" + random.nextInt(CLIENT_SESSIONS));
    }

    private String turn() {
        Known turn = known.draw(random).orElseGet(this::madeUp);
        return "/v1/sessions/" + turn.session() + "/turns/" + turn.turn() + query();
    }

    private String ownTurn() {
        Known turn = known.draw(random).filter(one -> one.session().startsWith("fuzz-")).orElseGet(this::madeUp);
        return "/v1/sessions/" + turn.session() + "/turns/" + turn.turn();
    }

    /** A turn that does not exist: of now, of long ago, or of the near future. */
    private Known madeUp() {
        long now = clock.getAsLong();
        long time = switch (random.nextInt(4)) {
            case 0 -> now - random.nextLong(1_000_000_000_000L);
            case 1 -> now + random.nextLong(3_600_000);
            default -> now - random.nextLong(30_000);
        };
        return new Known(ownSession(), turnId(time), "");
    }

    private String turnId(long time) {
        return new UUID(time << 16 | VERSION_7 | random.nextInt(1 << 12), RFC_9562 | random.nextLong() >>> 2)
                .toString();
    }

    private String flipped(String cursor) {
        int at = random.nextInt(cursor.length());
        char other = (char) (cursor.charAt(at) ^ 1 << random.nextInt(6));
        return cursor.substring(0, at) + (other > ' ' && other < 127 && other != '"' && other != '\\' ? other : 'A')
                + cursor.substring(at + 1);
    }
}
