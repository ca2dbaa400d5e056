package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that costs more to parse than to receive keeps no event loop. */
@Isolated("measures the CPU time of a thread by its name")
class LargeBodiesTest {

    private static final int BODIES = 10;
    private static final String LOOP = "vert.x-eventloop-thread-";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static EdgeServer server;

    @BeforeAll
    static void start() {
        server = EdgeServer.with(Map.of("rivulet.http.event-loops", "1"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/sessions/s/turns", "/v1/chat/completions", "/api/chat"})
    void halfAMillionValuesKeepTheLoopNotLongerThanALongText(String path) {
        String values = "{\"messages\":[" + "1,".repeat(499_950) + "1]}";
        String text = "{\"messages\":\"" + "x".repeat(999_900) + "\"}";
        for (int warmUp = 0; warmUp < 2; warmUp++) {
            loopTime(path, values);
            loopTime(path, text);
        }
        Duration plain = loopTime(path, text);
        Duration hostile = loopTime(path, values);
        assertThat(hostile).as("%s for a text of the same length", plain).isLessThan(plain.multipliedBy(2));
    }

    @Test
    void jsonThatIsNestedTooDeeplyOrHasTooManyValuesIsRefusedWithAReason() {
        String nested = "{\"messages\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        for (String body : new String[]{nested, "{\"messages\":[" + "1,".repeat(200_000) + "1]}"}) {
            String response = post("/v1/sessions/s/turns", body);
            assertThat(status(response)).isEqualTo(400);
            assertThat(response).contains("\"code\":\"json_too_complex\"").contains("rivulet.http.max-json-");
        }
        String limit = "[".repeat(63) + "]".repeat(63);
        assertThat(post("/v1/chat/completions", "{\"x\":" + limit + "}")).contains("no field x");
        assertThat(post("/v1/chat/completions", "{\"x\":[" + limit + "]}")).contains("json_too_complex");
    }

    @Test
    void aLargeBodyIsReadLikeASmallOne() {
        String text = "x".repeat(150_000);
        assertThat(status(post("/v1/sessions/s/turns", "{\"prompt\":\"" + text + "\"}"))).isEqualTo(503);
        assertThat(post("/v1/sessions/s/turns", "{\"prompt\":\"" + text + "\",\"max_tokens\":1}"))
                .contains("unknown_field");
        assertThat(post("/v1/sessions/s/turns", "{\"prompt\":\"" + text)).contains("invalid_json");
        assertThat(status(post("/v1/chat/completions",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}"))).isEqualTo(503);
    }

    @Test
    void framesAreAnsweredInOrderAlsoIfOneIsLarge() {
        try (JsonSocket socket = JsonSocket.connect(URI.create("ws://127.0.0.1:" + server.port() + "/ws"), Map.of())) {
            for (String first : List.of("{\"type\":\"prompt\",\"id\":\"1\",\"prompt\":\"" + "x".repeat(300_000) + "\"}",
                    "{\"type\":\"prompt\",\"id\":\"1\",\"prompt\":[" + "1,".repeat(200_000) + "1]}",
                    "{\"type\":\"prompt\",\"id\":\"1\",\"prompt\":" + "[".repeat(100_000))) {
                socket.sendText(first);
                socket.sendText("{\"type\":\"ping\",\"id\":\"2\"}");
                assertThat(socket.next(Waiting.LIMIT).orElseThrow().at("/problem/status").asInt()).isEqualTo(400);
                assertThat(socket.next(Waiting.LIMIT).orElseThrow().path("type").asText()).isEqualTo("pong");
            }
        }
    }

    /** Returns the CPU time that the event loop takes to receive and answer bodies. Waiting is not counted. */
    private static Duration loopTime(String path, String body) {
        long before = loopNanos();
        for (int i = 0; i < BODIES; i++) {
            assertThat(status(post(path, body))).isEqualTo(400);
        }
        return Duration.ofNanos(loopNanos() - before);
    }

    private static long loopNanos() {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(LOOP))
                .mapToLong(ThreadInfo::getThreadId).map(THREADS::getThreadCpuTime).sum();
    }

    private static String post(String path, String body) {
        return server.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }
}
