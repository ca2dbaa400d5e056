package dev.rivulet.local.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.local.access.Caller.Answer;
import dev.rivulet.local.access.Operation.Wire;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call and every frame of {@code docs/openapi.yaml}, in every form of its response, as everybody who may send it:
 * real processes answer what {@link Caller#expected} says, and show nothing of the owner's to anybody else.
 */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessMatrixIT {

    private static final Set<Integer> SERVED = Set.of(200, 201, 202, 204, 101);
    private static final String BEARER = "Bearer ";
    private static final Map<Object, Names> TURNS = new HashMap<>(); // that the cells of one row share

    @RegisterExtension
    static final AccessExtension ACCESS = new AccessExtension();

    private static AccessFixture fixture;

    @BeforeAll
    static void start() {
        fixture = ACCESS.fixture();
    }

    static Stream<Arguments> calls() {
        return Operation.all().stream()
                .flatMap(call -> Stream.of(Caller.values()).map(caller -> Arguments.of(call, caller)));
    }

    static Stream<Arguments> frames() {
        return ClientFrame.all().stream().filter(frame -> !frame.scope().equals("none"))
                .flatMap(frame -> Stream.of(Caller.values()).filter(Caller::hasSocket)
                        .map(caller -> Arguments.of(frame, caller)));
    }

    @Test
    @Order(1)
    void everyCallHasARowAndEveryWireIsThere() {
        assertThat(Operation.all().stream().map(Operation::id).collect(Collectors.toSet()))
                .isEqualTo(Row.ALL.keySet());
        assertThat(Operation.all()).extracting(Operation::wire).contains(Wire.values());
        assertThat(ClientFrame.all()).isNotEmpty().allSatisfy(frame -> assertThat(frame.scope()).isNotEmpty());
    }

    /** Or it would not be for their time or their signature that others are refused. */
    @Test
    @Order(1)
    void aTokenThatIsValidIsTheOwners() {
        Names names = fixture.newTurn(false);
        Response read = fixture.call(fixture.keys.token(), "GET", names.in("/v1/sessions/{session}/turns/{turn}"), "",
                Map.of());
        assertThat(read.status()).as(read.body()).isEqualTo(200);
        assertThat(read.body()).contains(AccessFixture.SECRET_ANSWER);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("calls")
    @Order(2)
    void aCallIsAnsweredAsTheRuleSays(Operation call, Caller caller) {
        Row row = Row.ALL.get(call.id());
        Names names = names(call, caller, row.running());
        Answer expected = caller.expected(call.scope(), row.namesSession(call), Row.gives(call));
        if (caller == Caller.OWNER) {
            fixture.requireUntouched(names, row.running());
        }
        Response response = send(call, row, caller, names);
        switch (expected) {
            case UNAUTHENTICATED -> {
                assertThat(response.status()).isEqualTo(401);
                assertThat(response.headers().keySet()).containsAnyOf("www-authenticate", "handshake");
            }
            case FORBIDDEN -> assertThat(response.status()).isEqualTo(403);
            case AS_MISSING -> {
            }
            case SERVED -> assertThat(response.status()).as(response.body()).isIn(SERVED);
        }
        if (caller.seesOwners()) {
            assertThat(response.body().contains(AccessFixture.SECRET_ANSWER)).as(response.body())
                    .isEqualTo(row.shows() && expected == Answer.SERVED);
            assertThat(response.headers() + response.body()).doesNotContain(fixture.keys.secrets());
            fixture.stop(names);
            return;
        }
        requireNothingOfTheOwners(response.headers() + response.body());
        Names missing = names.missing();
        Response nothing = send(call, row, caller, missing);
        if (call.scope().equals("ask") && expected == Answer.AS_MISSING) {
            // A turn of its own, in a session of its own, which has its own times.
            assertThat(response.status()).as(response.body()).isIn(SERVED);
            assertThat(response.without(names).head()).isEqualTo(nothing.without(missing).head());
        } else if (!call.id().equals("metrics")) {
            assertThat(response.without(names)).isEqualTo(nothing.without(missing));
        }
    }

    /** The one who holds a grant has a turn of its own: it may do with it what others must not have done. */
    private static Names names(Object call, Caller caller, boolean running) {
        return caller == Caller.GRANT_HOLDER
                ? fixture.newTurn(running)
                : TURNS.computeIfAbsent(call, first -> fixture.newTurn(running));
    }

    private static Response send(Operation call, Row row, Caller caller, Names names) {
        Map<String, String> headers = new HashMap<>(
                fixture.keys.headers(caller, call.scope(), names.session()));
        if (call.wire() == Wire.WEBSOCKET) {
            return handshake(headers);
        }
        headers.put("Accept", call.accept());
        if (call.id().equals(Row.CHAT)) {
            headers.put("X-Session-Id", names.session());
        }
        String path = names.in(call.path() + row.query()).replace("{model}", "gpt-4o-mini");
        String body = names.in(row.body().orElse("")).replace("{stream}", "" + call.streams())
                .replace("{loginKey}", fixture.keys.loginKey());
        boolean follows = call.id().equals("getSessionEvents");
        return HttpCall.send(call.method(), fixture.url + path, body, headers,
                text -> text.contains(AccessFixture.SECRET_ANSWER)
                        || follows && !caller.seesOwners() && text.contains("event: session\n")
                                && text.endsWith("\n\n"));
    }

    private static Response handshake(Map<String, String> headers) {
        try {
            connect(headers).close();
            return new Response(101, Map.of(), "");
        } catch (JsonSocket.RefusedException refused) {
            return new Response(refused.status(), Map.of("handshake", List.of()), "");
        }
    }

    private static JsonSocket connect(Map<String, String> headers) {
        return JsonSocket.connect(socket(), headers);
    }

    private static URI socket() {
        return URI.create("ws" + fixture.url.substring("http".length()) + "/ws");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("frames")
    @Order(3)
    void aFrameIsAnsweredAsTheRuleSays(ClientFrame frame, Caller caller) {
        Names names = names(frame, caller, true);
        if (caller == Caller.OWNER) {
            fixture.requireUntouched(names, true);
        }
        Map<String, String> headers = fixture.keys.headers(caller, frame.scope(), names.session());
        try (JsonSocket socket = connect(headers)) {
            JsonNode reply = reply(socket, frame.about(names));
            String problem = reply.at("/problem/code").asText();
            switch (caller.expected(frame.scope(), frame.namesSession(), false)) {
                case FORBIDDEN -> assertThat(problem)
                        .isEqualTo(caller == Caller.GRANT_FOR_ANOTHER ? "outside_grant" : "missing_scope");
                case SERVED -> assertThat(problem).as(reply.toString()).isEmpty();
                case AS_MISSING -> {
                    Names missing = names.missing();
                    try (JsonSocket another = connect(headers)) {
                        assertThat(text(reply, names)).isEqualTo(text(reply(another, frame.about(missing)), missing));
                    }
                }
                case UNAUTHENTICATED -> throw new AssertionError("has no socket");
            }
            if (caller.seesOwners()) {
                Optional<JsonNode> shown = frame.scope().equals("read")
                        ? socket.await(Map.of("type", "delta"), Waiting.LIMIT)
                        : Optional.of(reply);
                assertThat(shown).isPresent();
                fixture.stop(names);
            } else {
                requireNothingOfTheOwners(socket.frames().toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    @Order(3)
    void whatIsShownInTheFirstFrameCountsAsInTheHandshake(Caller caller) {
        String shown = fixture.headers(caller).getOrDefault("Authorization", BEARER).substring(BEARER.length());
        try (JsonSocket socket = JsonSocket.connect(socket(), Map.of(), List.of("rivulet", "authenticate"))) {
            JsonNode reply = reply(socket, Map.of("type", "authenticate", "id", "1", "key", shown));
            if (caller.hasSocket()) {
                assertThat(reply.path("type").asText()).as(reply.toString()).isEqualTo("authenticated");
            } else {
                assertThat(reply.at("/problem/status").asInt()).as(reply.toString()).isEqualTo(401);
                assertThat(socket.awaitClose(Waiting.LIMIT)).contains(1008);
            }
            requireNothingOfTheOwners(socket.frames().toString());
        }
    }

    private static JsonNode reply(JsonSocket socket, Map<String, String> frame) {
        socket.send(frame);
        return socket.await(Map.of("id", "1"), Waiting.LIMIT).orElseThrow();
    }

    private static Response text(JsonNode frame, Names names) {
        return new Response(0, Map.of(), frame.toString()).without(names);
    }

    private static void requireNothingOfTheOwners(String seen) {
        assertThat(seen).doesNotContain(fixture.secrets());
    }
}
