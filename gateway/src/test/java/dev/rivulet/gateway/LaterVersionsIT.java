package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.assertProblem;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.testkit.sse.SseStream;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 10 at the gateways: workers and gateways of a later version write what this one does not know. */
class LaterVersionsIT {

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.withDefaults().onPrompt(LaterVersionsIT::reply);

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    /** Replies to a prompt with a key as no coordinator of this version does: with the prompt's text. */
    private static void reply(FakeWorker self, PromptRequested prompt) {
        if (prompt.idempotency() != null) {
            self.reply(prompt.sessionId().value(), prompt.idempotency().requestId(), prompt.prompt()
                    .replace("REQUEST", prompt.idempotency().requestId().toString())
                    .replace("TURN", prompt.turnId().toString()));
        }
    }

    @Test
    void aPromptWithOptionsThatAreUnknownHereIsATurnLikeAnyOther() {
        String session = session();
        TurnId turn = new TurnIds().next();
        worker.command(session, turn, """
                {"type":"PromptRequested","sessionId":"%s","turnId":"%s","parts":[{"kind":"image"}],\
                "options":{"whenBusy":"ask-me","onInterruption":"continue"}}""".formatted(session, turn));

        SseStream reader = gateway.events(session, turn.toString());
        worker.answer(session, turn.toString(), "a", "b");

        assertThat(text(all(reader))).isEqualTo("ab");
        assertThat(gateway.snapshot(session, turn.toString()).path("status").asText()).isEqualTo("done");
    }

    @Test
    void aCursorOfAnEventThatIsUnknownHereResumesRightBehindIt() {
        String session = session();
        String turn = gateway.submit(session);
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "a"));
        RecordMetadata unknown = worker.event(session, turn, "thought", 1, "{\"attempt\":1,\"thought\":\"hm\"}");
        worker.publish(session, turn, new Delta(1, 1, "b"));
        worker.publish(session, turn, Chunks.done(1, 2, "stop", 2));
        int partition = SessionPartition.of(new SessionId(session), 3);
        String cursor = new Cursor(TurnId.parse(turn), partition, 1, unknown.offset(), 0).toString();

        assertThat(text(all(gateway.eventsAfter(session, turn, cursor)))).isEqualTo("b");
        assertThat(text(all(gateway.sse("/v1/sessions/" + session + "/turns/" + turn + "/events?granularity=word",
                Map.of("Last-Event-ID", cursor))))).isEqualTo("b");
    }

    @Test
    void eventsOfAnUnknownTypeAreNotShownAndEndNoStream() {
        String session = session();
        SseStream live = gateway.stream(session);
        String turn = Streams.turnOf(live);
        worker.publish(session, turn, Chunks.started(1));
        worker.event(session, turn, "thought", 1, "{\"attempt\":1}");
        worker.publish(session, turn, new Delta(1, 0, "a"));
        next(live);
        worker.event(session, turn, "seal", 1, "no json");
        worker.publish(session, turn, Chunks.done(1, 1, "stop", 1));

        assertThat(Streams.types(all(live))).containsExactly("started", "delta", "done");
        assertThat(Streams.types(all(gateway.events(session, turn)))).containsExactly("started", "delta", "done");
    }

    /** The request can be repeated elsewhere: one gateway in the roll-out understands the reply. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"requestId\":\"REQUEST\",\"turnId\":\"TURN\",\"status\":\"moved\"}",
            "{\"requestId\":\"REQUEST\",\"unsupported\":\"PromptRequested\"}"})
    void aReplyThatIsUnknownHereRefusesTheRequestAtOnceAsNotConfirmed(String reply) {
        HttpResponse<String> response = gateway.post("/v1/sessions/" + session() + "/turns",
                Json.MAPPER.createObjectNode().put("prompt", reply).toString(), Map.of("Idempotency-Key", "k"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertProblem(TestGateway.tree(response), 503, "not_confirmed");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }
}
