package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.request;
import static dev.rivulet.gateway.server.EdgeServer.rest;
import static dev.rivulet.gateway.server.EdgeServer.write;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.Refusal;
import dev.rivulet.gateway.identity.RefusedCredentialException;
import dev.rivulet.gateway.identity.Scope;
import java.io.IOException;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A request waits for who calls, without a thread, and loses nothing meanwhile. */
class LateAnswersTest {

    private static final String HOST = "Host: localhost\r\n";
    private static final String KEY = "Authorization: Bearer k\r\n";
    private static final String TURNS = "/v1/sessions/s/turns";
    private static final String PROMPT = "{\"prompt\":\"hi\"}";
    private static final String JSON = "Content-Type: application/json\r\nContent-Length: " + PROMPT.length() + "\r\n";
    private static final Caller ALICE = new Caller(Principal.of(ApiKey.ISSUER, "alice"), EnumSet.allOf(Scope.class),
            Optional.empty());

    private static final Queue<CompletableFuture<Caller>> ASKED = new ConcurrentLinkedQueue<>();
    private static final EdgeServer server = EdgeServer.with(Map.of("rivulet.http.event-loops", "1"),
            new Authentication() {
                @Override
                public boolean isRequired() {
                    return true;
                }

                @Override
                public CompletableFuture<Caller> caller(String credential) {
                    CompletableFuture<Caller> answer = new CompletableFuture<>();
                    ASKED.add(answer);
                    return answer;
                }

                @Override
                public boolean holds(Caller caller) {
                    return true;
                }

                @Override
                public void onChange(Runnable listener) {
                    // Nothing changes.
                }
            });

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aBodyThatCameWithItsHeadIsStillThere() throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, request("POST", TURNS, HOST, KEY, JSON) + PROMPT);
            asked().complete(ALICE);
            assertThat(rest(socket)).startsWith("HTTP/1.1 503 ").contains("kafka_unavailable");
        }
    }

    @Test
    void aBodyThatComesLaterIsRead() throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, request("POST", TURNS, HOST, KEY, JSON) + PROMPT.substring(0, 5));
            asked().complete(ALICE);
            write(socket, PROMPT.substring(5));
            assertThat(rest(socket)).startsWith("HTTP/1.1 503 ").contains("kafka_unavailable");
        }
    }

    @Test
    void aWebSocketOpensWhenItsCallerIsKnown() throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, "GET /ws HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Sec-WebSocket-Protocol: rivulet, bearer.k\r\n\r\n");
            asked().complete(ALICE);
            assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 101");
        }
    }

    @Test
    void thePageAndItsLoginWaitToo() throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, request("GET", "/", HOST, "Cookie: __Host-rivulet-key=k\r\n"));
            asked().complete(ALICE);
            assertThat(rest(socket)).contains("<title>Rivulet</title>");
        }
        try (Socket socket = server.connect()) {
            write(socket, request("GET", "/", HOST, "Cookie: __Host-rivulet-key=k\r\n"));
            asked().completeExceptionally(RefusedCredentialException.invalidKey(Refusal.UNKNOWN));
            assertThat(rest(socket)).startsWith("HTTP/1.1 200 ").contains("A key is needed");
        }
        String login = "{\"key\":\"k\"}";
        try (Socket socket = server.connect()) {
            write(socket, request("POST", "/login", HOST, "Content-Type: application/json\r\nContent-Length: "
                    + login.length() + "\r\n") + login);
            asked().complete(ALICE);
            assertThat(rest(socket)).startsWith("HTTP/1.1 204 ").contains("__Host-rivulet-key=k");
        }
    }

    @Test
    void othersAreServedMeanwhileAndRequestsOfOneConnectionKeepTheirOrder() throws IOException {
        try (Socket waits = server.connect(); Socket other = server.connect()) {
            write(waits, "GET /v1/models HTTP/1.1\r\n" + HOST + KEY + "\r\n" + request("GET", "/healthz", HOST));
            CompletableFuture<Caller> first = asked();
            write(other, request("GET", "/healthz", HOST));
            assertThat(rest(other)).startsWith("HTTP/1.1 200 ").contains("\"ok\"");
            first.complete(ALICE);
            String both = rest(waits);
            assertThat(both.indexOf("\"list\"")).isPositive().isLessThan(both.indexOf("\"ok\""));
        }
    }

    @Test
    void aRefusalThatComesLateIsTheSameProblem() throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, request("POST", TURNS, HOST, KEY, JSON) + PROMPT);
            asked().completeExceptionally(RefusedCredentialException.invalidKey(Refusal.UNKNOWN));
            assertThat(rest(socket)).startsWith("HTTP/1.1 401 ").contains("\"code\":\"invalid_key\"")
                    .containsIgnoringCase("error=\"invalid_token\"");
        }
    }

    @Test
    void aClientThatHasLeftIsNotAnswered() throws IOException {
        CompletableFuture<Caller> left;
        try (Socket socket = server.connect()) {
            write(socket, request("GET", "/v1/models", HOST, KEY));
            left = asked();
            socket.setSoLinger(true, 0);
        }
        left.complete(ALICE);
        assertThat(server.send(request("GET", "/healthz", HOST))).startsWith("HTTP/1.1 200 ");
    }

    private static CompletableFuture<Caller> asked() {
        await().until(() -> !ASKED.isEmpty());
        return ASKED.remove();
    }
}
