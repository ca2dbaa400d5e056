package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.assertProblem;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.log.TurnIds;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputIT {

    private static final String TURNS = "/v1/sessions/s/turns";
    private static final String CHAT = "/v1/chat/completions";
    private static final String ASK = "{\"prompt\":\"hello\"}";

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension
            .with(Map.of("rivulet.gateway.max-prompt-chars", "1000", "rivulet.http.max-body", "20k"));

    private static final TestGateway gateway = fixture.gateway();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{not json | invalid_json | ''", "{} | missing_prompt | prompt",
            "{\"prompt\":\"\"} | missing_prompt | prompt", "{\"prompt\":1} | invalid_type | prompt",
            "{\"prompt\":\"\\ud800\"} | invalid_text | prompt",
            "{\"prompt\":\"a\",\"whenBusy\":\"panic\"} | invalid_value | whenBusy",
            "{\"prompt\":\"a\",\"temperature\":3} | invalid_value | temperature"})
    void aBodyThatCannotBeUsedIsAProblemThatNamesTheField(String body, String code, String field) {
        HttpResponse<String> response = gateway.post(TURNS, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = TestGateway.tree(response);
        assertProblem(problem, 400, code);
        assertThat(problem.path("field").asText()).isEqualTo(field);
    }

    @Test
    void anOverLongPromptIsRefused() {
        assertThat(gateway.post(TURNS, "{\"prompt\":\"" + "x".repeat(1_000) + "\"}").statusCode()).isEqualTo(202);
        assertProblem(problem(gateway.post(TURNS, "{\"prompt\":\"" + "x".repeat(1_001) + "\"}"), 400), 400,
                "prompt_too_long");
        assertProblem(problem(gateway.get("/stream?prompt=" + "x".repeat(1_001)), 400), 400, "prompt_too_long");
    }

    @Test
    void anOversizedBodyIsRefused() {
        String body = "{\"prompt\":\"hello\",\"ignored\":\"" + "x".repeat(30_000) + "\"}";
        assertProblem(problem(gateway.post(TURNS, body), 413), 413, "body_too_large");
        assertThat(problem(gateway.post(CHAT, body), 413).at("/error/code").asText()).isEqualTo("body_too_large");
    }

    @Test
    void aBodyThatIsNotSaidToBeJsonIsRefused() {
        for (String type : new String[]{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"}) {
            HttpResponse<String> response = TestGateway.send(HttpRequest.newBuilder(URI.create(gateway.url(TURNS)))
                    .header("Content-Type", type).POST(BodyPublishers.ofString(ASK)).build());
            assertProblem(problem(response, 415), 415, "unsupported_media_type");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a%0Ab", "a%2Fb", "%C3%A4", "a%22", "a%00"})
    void aSessionIdThatWouldBreakKeysOrLogsIsRefusedAndNotRepeated(String session) {
        HttpResponse<String> response = gateway.post("/v1/sessions/" + session + "/turns", ASK);
        assertProblem(problem(response, 400), 400, "invalid_session");
        assertThat(TestGateway.tree(response).path("field").asText()).isEqualTo("session");
        assertThat(response.body()).isEqualTo(gateway.post("/v1/sessions/%7F/turns", ASK).body());
        assertThat(response.headers().map()).doesNotContainKey("x-session-id");
    }

    @Test
    void aSessionIdThatIsTooLongIsRefused() {
        assertThat(gateway.post("/v1/sessions/" + "s".repeat(128) + "/turns", ASK).statusCode()).isEqualTo(202);
        assertProblem(problem(gateway.post("/v1/sessions/" + "s".repeat(129) + "/turns", ASK), 400), 400,
                "invalid_session");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "7d444840-9dc0-41d1-b245-5ffdce74fad2", "0"})
    void aTurnIdThatIsNoneIsRefused(String turn) {
        assertProblem(problem(gateway.get(TURNS + "/" + turn), 400), 400, "invalid_turn");
        assertProblem(problem(gateway.get(TURNS + "/" + turn + "/events"), 400), 400, "invalid_turn");
        assertProblem(problem(gateway.delete(TURNS + "/" + turn), 400), 400, "invalid_turn");
    }

    @Test
    void aWrongMethodIsToldWhichAreRight() {
        String turn = TURNS + "/" + new TurnIds().next();
        assertThat(allowed("PUT", TURNS)).isEqualTo("GET, HEAD, POST");
        assertThat(allowed("PATCH", turn)).isEqualTo("GET, HEAD, DELETE");
        assertThat(allowed("POST", turn + "/events")).isEqualTo("GET, HEAD");
        assertThat(allowed("POST", "/stream")).isEqualTo("GET, HEAD");
        assertThat(allowed("DELETE", "/healthz")).isEqualTo("GET, HEAD");
        assertThat(allowed("GET", CHAT)).isEqualTo("POST");
        assertThat(allowed("GET", "/v1/sessions")).isEqualTo("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/sessions/s/turns/t/events/more", "/favicon.ico"})
    void anUnknownPathIsNotFound(String path) {
        assertProblem(problem(gateway.get(path), 404), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/sessions/%zz/turns/1", "/stream?prompt=%zz"})
    void anAddressThatCannotBeDecodedIsABadRequest(String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(gateway.url("")).getPort())) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(response).startsWith("HTTP/1.1 400").contains("\"code\":\"bad_request\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"/stream, missing_prompt, prompt", "/stream?prompt=, missing_prompt, prompt",
            "/stream?prompt=%20, missing_prompt, prompt", "/stream?prompt=a&session=a%0Ab, invalid_session, session",
            "/stream?prompt=a&maxTokens=x, invalid_value, maxTokens",
            "/stream?prompt=a&temperature=x, invalid_type, temperature",
            "/stream?prompt=a&temperature=NaN, invalid_value, temperature",
            "/stream?prompt=a&cursor=x, invalid_cursor, cursor"})
    void aQueryThatCannotBeUsedIsAProblemThatNamesTheParameter(String path, String code, String field) {
        JsonNode problem = problem(gateway.get(path), 400);
        assertProblem(problem, 400, code);
        assertThat(problem.path("field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{not json | invalid_json |", "{} | missing_prompt | messages",
            "{\"messages\":[{\"role\":\"user\",\"content\":7}]} | invalid_type | messages[0].content"})
    void openAiClientsGetTheirOwnErrorObject(String body, String code, String param) {
        HttpResponse<String> response = gateway.post(CHAT, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode error = TestGateway.tree(response).path("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(error.path("param").asText(null)).isEqualTo(param);
    }

    @Test
    void aMalformedBodyIsNotAnsweredWithinTheStreamThatIsBeingSent() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(gateway.url("")).getPort())) {
            socket.getOutputStream().write(("GET /stream?prompt=a HTTP/1.1\r\nHost: localhost\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] head = new byte[4_096];
            int length = socket.getInputStream().read(head);
            assertThat(new String(head, 0, length, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200");
            socket.getOutputStream().write("5g\r\nhello".getBytes(StandardCharsets.US_ASCII));
            String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(rest).doesNotContain("HTTP/1.", "problem");
        }
    }

    @Test
    void connectionsThatAreResetWithUnansweredRequestsLogNothing() throws IOException {
        String requests = "GET /stream?prompt=a HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2);
        double before = gateway.meter("rivulet_gateway_connections_open");
        try (NetworkLog log = new NetworkLog()) {
            for (int i = 0; i < 50; i++) {
                try (Socket socket = new Socket("127.0.0.1", URI.create(gateway.url("")).getPort())) {
                    socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
                    assertThat(socket.getInputStream().read()).isEqualTo('H');
                    socket.setSoLinger(true, 0);
                }
            }
            await().until(() -> gateway.meter("rivulet_gateway_connections_open") <= before);
            assertThat(log.warnings()).isEmpty();
        }
    }

    @Test
    void refusedPromptsAreCountedByCode() {
        gateway.post(TURNS, "{}");
        gateway.post(CHAT, "{}");
        assertThat(gateway.get("/metrics").body())
                .contains("rivulet_gateway_prompts_refused_total{code=\"missing_prompt\"}");
        assertThat(gateway.meter("rivulet_gateway_prompts_refused_total{code=\"missing_prompt\"}"))
                .isGreaterThanOrEqualTo(2);
    }

    private static String allowed(String method, String path) {
        HttpResponse<String> response = TestGateway.send(HttpRequest.newBuilder(URI.create(gateway.url(path)))
                .method(method, BodyPublishers.noBody()).build());
        assertThat(response.statusCode()).isEqualTo(405);
        return response.headers().firstValue("Allow").orElseThrow();
    }

    private static JsonNode problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        return TestGateway.tree(response);
    }
}
