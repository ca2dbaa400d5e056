package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are read and which are refused, where Kafka decides nothing: 503 means that a request was read. */
class RequestsTest {

    private static final String TURN = "/v1/sessions/s/turns/019a0000-0000-7000-8000-000000000000";
    private static final String TURNS = "/v1/sessions/s/turns";

    private static final String EVERY_FIELD = """
            {"prompt":"p","model":"m","maxTokens":9,"temperature":0,"system":"s","whenBusy":"reject","maxAttempts":1,
             "onInterruption":"fail","onDisconnect":"cancel","modelOptions":{"seed":1},
             "timeouts":{"queueMs":1,"firstTokenMs":1,"idleMs":1}}""";

    private static EdgeServer server;

    @BeforeAll
    static void start() {
        server = EdgeServer.with(Map.of("rivulet.gateway.models", "gpt-4o,meta/llama-3"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"GET, /stream?prompt=a&max_tokens=3, max_tokens, maxTokens",
            "GET, /stream?prompt=a&temprature=1, temprature, temperature",
            "GET, /stream?prompt=a&whenBusy=reject, whenBusy, throttle",
            "GET, " + TURN + "/events?form=start, form, from", "GET, " + TURN + "/events?wait=1s, wait, granularity",
            "GET, " + TURN + "?waits=1s, waits, wait", "DELETE, " + TURN + "?force=1, force, grant",
            "GET, /v1/sessions/s?full=1, full, grant", "POST, /v1/sessions?name=a, name, none",
            "GET, /v1/sessions/s/events?curser=a, curser, cursor",
            "DELETE, /v1/sessions/s?x=1, x, none", "POST, " + TURNS + "?granularty=word, granularty, granularity"})
    void aParameterThatACallDoesNotHaveIsRefusedWithTheNameThatWasMeant(String method, String target, String name,
            String hint) throws IOException {
        assertUnknown(call(method, target, method.equals("POST") ? "{\"prompt\":\"a\"}" : ""), name, hint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{'prompt':'a','max_tokens':3} | max_tokens | maxTokens",
            "{'prompt':'a','maxToken':3} | maxToken | maxTokens", "{'prompt':'a','stream':true} | stream | system",
            "{'prompt':'a','timeouts':{'idle_ms':3}} | timeouts.idle_ms | timeouts.idleMs",
            "{'prompt':'a','modelOptions':{'stops':'a'}} | modelOptions.stops | modelOptions.stop",
            "{'messages':[{'role':'user','content':[{'type':'text','txt':'b'}]}]} | messages[0].content[0].txt | text",
            "{'messages':[{'role':'user','content':'a','name':'b'}]} | messages[0].name | content"})
    void aFieldThatATurnDoesNotHaveIsRefusedWithTheNameThatWasMeant(String body, String name, String hint)
            throws IOException {
        assertUnknown(call("POST", TURNS, body.replace('\'', '"')), name, hint);
    }

    @Test
    void aNameThatIsNoNameIsNotRepeated() throws IOException {
        String response = call("GET", "/stream?prompt=a&%3Cscript%3E=1", "");
        assertThat(status(response)).isEqualTo(400);
        assertThat(response).doesNotContain("script").contains("unknown_field");
        assertThat(call("POST", TURNS, "{\"prompt\":\"a\",\"" + "x".repeat(100) + "\":1}")).contains("unknown_field")
                .doesNotContain("xxx");
    }

    @Test
    void whatACallHasIsRead() throws IOException {
        assertThat(status(call("GET", "/stream?prompt=a&session=s&model=m&system=s&maxTokens=3&temperature=1"
                + "&throttle=1s&granularity=word&modelOptions=%7B%22seed%22:1%7D", ""))).isEqualTo(503);
        assertThat(call("GET", "/stream?prompt=a&modelOptions=%5B%5D", "")).contains("\"field\":\"modelOptions\"");
        String cursors = "from=start&throttle=1s&granularity=word&cursor=&lastEventId=";
        assertThat(call("GET", "/stream?prompt=a&MAXTOKENS=none", "")).contains("\"field\":\"maxTokens\"");
        assertThat(status(call("GET", TURN + "/events?timestamps=true&" + cursors, ""))).isEqualTo(503);
        assertThat(call("GET", TURN + "/events?timestamps=yes", "")).contains("\"field\":\"timestamps\"");
        assertThat(status(call("GET", "/v1/sessions/s/events?" + cursors, ""))).isEqualTo(503);
        assertThat(status(call("POST", TURNS + "?wait=1s&throttle=1s&granularity=word", EVERY_FIELD))).isEqualTo(503);
    }

    @Test
    void aPolyfillsLastEventIdIsACursorAndSubmitsNothing() throws IOException {
        assertThat(call("GET", "/stream?prompt=a&lastEventId=none", "")).contains("invalid_cursor");
    }

    @Test
    void otherProtocolsIgnoreParametersAndNothingInABody() throws IOException {
        String chat = "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"seed\":1%s}";
        assertThat(status(call("POST", "/v1/chat/completions?x=1", chat.formatted("")))).isEqualTo(503);
        assertThat(call("POST", "/v1/chat/completions", chat.formatted(",\"sead\":{}")))
                .contains("\"code\":\"unknown_field\"", "\"param\":\"sead\"", "seed is probably meant");
        String ui = "{\"id\":\"s\"%s,\"messages\":[{\"id\":\"1\","
                + "\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"a\"}]}]}";
        assertThat(status(call("POST", "/api/chat?x=1", ui.formatted("")))).isEqualTo(503);
        assertThat(call("POST", "/api/chat", ui.formatted(",\"x\":1"))).contains("400 Bad Request",
                "There is no field x.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/any/start.js", "/healthz", "/metrics", "/v1/models", "/v1/models/gpt-4o"})
    void headIsGetWithoutTheBody(String target) throws IOException {
        String head = call("HEAD", target, "");
        assertThat(status(head)).isEqualTo(200);
        assertThat(head).endsWith("\r\n\r\n");
        String type = call("GET", target, "").lines().filter(line -> line.startsWith("content-type")).findFirst()
                .orElseThrow();
        assertThat(head).contains(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stream?prompt=spend", TURN + "/events", "/v1/sessions/s/events", "/api/chat/s/stream"})
    void headOpensNoStreamAndSubmitsNothing(String target) throws IOException {
        String head = call("HEAD", target, "");
        assertThat(status(head)).isEqualTo(200);
        assertThat(head).contains("content-type: text/event-stream").endsWith("\r\n\r\n");
        assertThat(status(call("GET", target, ""))).isEqualTo(503);
    }

    @Test
    void theIdOfASessionNeedsNoKafka() throws IOException {
        String made = call("POST", "/v1/sessions", "");
        assertThat(status(made)).isEqualTo(201);
        assertThat(made).containsPattern("location: /v1/sessions/(s-[0-9a-f-]{36})\r\n");
        assertThat(call("POST", "/v1/sessions", "")).isNotEqualTo(made);
    }

    @Test
    void headIsRefusedAsGetWouldBe() throws IOException {
        for (String target : new String[]{TURN, "/v1/sessions/s", "/readyz"}) {
            String head = call("HEAD", target, "");
            assertThat(status(head)).isEqualTo(503);
            assertThat(head).endsWith("\r\n\r\n");
        }
        assertThat(status(call("HEAD", TURN + "?waits=1s", ""))).isEqualTo(400);
        assertThat(status(call("HEAD", "/nothing", ""))).isEqualTo(404);
        assertThat(status(call("HEAD", "/v1/chat/completions", ""))).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/chat", "POST, /v1/chat/completions/1", "GET, /v1/models/a/b", "POST, /v1/embeddings",
            "POST, /v1/responses", "POST, /v1/completions", "GET, /v1/files"})
    void aPathThatOnlyOpenAiHasIsNotFoundInItsForm(String method, String target) throws IOException {
        String response = call(method, target, "");
        assertThat(status(response)).isEqualTo(404);
        JsonNode error = body(response).path("error");
        assertThat(error.path("code").asText()).isEqualTo("not_found");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).isNotEmpty();
    }

    @Test
    void aModelCanBeRetrieved() throws IOException {
        assertThat(body(call("GET", "/v1/models/gpt-4o", ""))).isEqualTo(body(call("GET", "/v1/models", ""))
                .path("data").path(0));
        assertThat(body(call("GET", "/v1/models/meta%2Fllama-3", "")).path("id").asText()).isEqualTo("meta/llama-3");
        String missing = call("GET", "/v1/models/other", "");
        assertThat(status(missing)).isEqualTo(404);
        assertThat(body(missing).at("/error/code").asText()).isEqualTo("model_not_found");
        assertThat(body(missing).at("/error/param").asText()).isEqualTo("model");
    }

    private static void assertUnknown(String response, String name, String hint) throws IOException {
        assertThat(status(response)).as(response).isEqualTo(400);
        JsonNode problem = body(response);
        assertThat(problem.path("code").asText()).isEqualTo("unknown_field");
        assertThat(problem.path("field").asText()).isEqualTo(name);
        assertThat(problem.path("detail").asText()).contains(" " + name + ".").contains(hint);
    }

    private static String call(String method, String target, String body) {
        return server.send(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + (body.isEmpty()
                        ? "\r\n"
                        : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
    }

    private static JsonNode body(String response) throws IOException {
        return Json.MAPPER.readTree(response.substring(response.indexOf("\r\n\r\n")));
    }
}
