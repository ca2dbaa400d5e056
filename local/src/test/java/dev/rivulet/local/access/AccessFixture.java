package dev.rivulet.local.access;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.local.process.ProcessStack;
import dev.rivulet.local.system.TestClient;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.SimulatedRequest;
import dev.rivulet.testkit.process.TempDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A broker, a worker and a gateway as processes of their own, with keys, and sessions of the owner's. There is one
 * partition, so that what is another's is as near as it can be.
 */
final class AccessFixture implements AutoCloseable {

    /** What callers ask themselves, and the answer to it. */
    static final String OWN_PROMPT = "own";
    static final String OWN_ANSWER = "an-answer-of-the-callers-own";
    /** What the owner asks and is answered: nobody else may see any of it. */
    static final String SECRET_PROMPT = "what-the-owner-asks";
    static final String SECRET_ANSWER = "what-the-owner-is-answered";
    static final String OWNERS_ENDLESS_PROMPT = SECRET_PROMPT + "-without-end";

    final MatrixKeys keys;
    final ProcessStack stack;
    final String url;
    private final AtomicInteger sessions = new AtomicInteger();

    private final TempDirectory folder;

    AccessFixture() {
        folder = temporary();
        keys = new MatrixKeys(folder.path());
        Map<String, String> settings = new HashMap<>(keys.settings());
        settings.put("RIVULET_TOPICS_PARTITIONS", "1");
        settings.put("RIVULET_AUTH_CHECK_INTERVAL", "50ms");
        stack = new ProcessStack(folder.path(), settings);
        stack.llm.script(AccessFixture::answer);
        stack.startKafka();
        stack.startWorker();
        TestClient gateway = stack.startGateway();
        url = gateway.base();
        await().ignoreExceptions().until(() -> gateway.get("/readyz").statusCode() == 200);
        keys.revoke();
        await().until(() -> call(Caller.REVOKED, "GET", "/v1/models", "", Map.of()).status() == 401);
        newTurn(false); // the worker answers
    }

    private static TempDirectory temporary() {
        try {
            return TempDirectory.create("rivulet-access-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Script answer(SimulatedRequest request) {
        return switch (request.prompt()) {
            case SECRET_PROMPT -> Script.of(SECRET_ANSWER);
            case OWNERS_ENDLESS_PROMPT -> Script.of((SECRET_ANSWER + " ").repeat(20_000)).withTiming(Duration.ZERO,
                    Duration.ofMillis(20));
            default -> Script.of(OWN_ANSWER);
        };
    }

    /** Returns a new turn of the owner's in a new session: one that still runs, or one that has ended. */
    Names newTurn(boolean running) {
        String session = "s-" + sessions.incrementAndGet() + "-session";
        String path = "/v1/sessions/" + session + "/turns";
        Response accepted = asOwner("POST", path,
                "{\"prompt\":\"" + (running ? OWNERS_ENDLESS_PROMPT : SECRET_PROMPT) + "\"}");
        Names turn = new Names(session, tree(accepted).path("turnId").asText());
        await().until(() -> isAs(running ? "running" : "done", turn));
        return turn;
    }

    private boolean isAs(String status, Names turn) {
        Response read = asOwner("GET", turn.in("/v1/sessions/{session}/turns/{turn}"), "");
        return read.status() == 200 && tree(read).path("status").asText().equals(status)
                && tree(read).path("text").asText().startsWith(SECRET_ANSWER);
    }

    /** Fails unless the owner's turn is as it was: not ended, not forgotten. */
    void requireUntouched(Names turn, boolean running) {
        assertThat(isAs(running ? "running" : "done", turn)).as("untouched").isTrue();
        assertThat(asOwner("GET", turn.in("/v1/sessions/{session}"), "").body()).contains(SECRET_PROMPT);
    }

    /** Ends a turn, if it still runs. */
    void stop(Names turn) {
        asOwner("DELETE", turn.in("/v1/sessions/{session}/turns/{turn}"), "");
    }

    Response asOwner(String method, String path, String body) {
        return call(Caller.OWNER, method, path, body, Map.of());
    }

    /** Calls the gateway as somebody whose grants are for no session, and reads the response to its end. */
    Response call(Caller caller, String method, String path, String body, Map<String, String> headers) {
        return call(headers(caller), method, path, body, headers);
    }

    /** Returns the headers of somebody whose key has any scope, and whose grants are for no session that there is. */
    Map<String, String> headers(Caller caller) {
        return keys.headers(caller, "any", "none");
    }

    Response call(Map<String, String> credential, String method, String path, String body,
            Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(credential);
        return HttpCall.send(method, url + path, body, all, text -> false);
    }

    /** Returns what nobody but the owner may see. */
    List<String> secrets() {
        return Stream.concat(Stream.of(SECRET_PROMPT, SECRET_ANSWER), keys.secrets().stream()).toList();
    }

    static JsonNode tree(Response response) {
        try {
            return Json.MAPPER.readTree(response.body());
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    @Override
    public void close() {
        stack.close();
        keys.close();
        folder.close();
    }
}
