package dev.rivulet.worker.coordinator.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.worker.coordinator.session.SessionScript;
import dev.rivulet.worker.execution.TurnJob;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a coordinator does with records and state of a later version. */
class LaterVersionsTest {

    private static final SessionId SESSION = SessionScript.SESSION;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;
    private CoordinatorDriver coordinator;

    @AfterEach
    void close() {
        if (coordinator != null) {
            coordinator.close();
        }
    }

    private void start() {
        coordinator = new CoordinatorDriver("worker-1", NOW, folder);
    }

    @Test
    void aResultWithAnUnknownOutcomeEndsItsTurnAsAnErrorThatKeepsTheText() {
        start();
        PromptRequested prompt = PromptRequested.ofPrompt(SESSION, coordinator.mint(), "hi", TurnOptions.NONE);
        coordinator.send(prompt);
        TurnJob job = coordinator.executions.started.getLast();
        coordinator.shown();
        ObjectNode result = Json.MAPPER.valueToTree(SessionScript.result(job.turn(), job.attempt(), "worker-1",
                Outcome.cancelled(), "so far"));
        result.set("outcome", Json.MAPPER.createObjectNode().put("type", "paused").put("until", 5));

        coordinator.results(SESSION.value(), Json.write(result));

        assertThat(coordinator.shown()).singleElement().satisfies(shown -> {
            assertThat(shown.turn()).isEqualTo(job.turn());
            assertThat(shown.event()).isInstanceOfSatisfying(TurnError.class, error -> {
                assertThat(error.code()).isEqualTo("internal");
                assertThat(error.length()).isEqualTo("so far".length());
            });
        });
        assertThat(coordinator.active(SESSION)).isNull();
    }

    @Test
    void aRequestOfAnUnknownTypeIsAnsweredAtOnce() {
        start();
        TurnId request = coordinator.mint();

        coordinator.commands(SESSION.value(), ("{\"type\":\"SealRequested\",\"sessionId\":\"" + SESSION
                + "\",\"requestId\":\"" + request + "\",\"why\":{}}").getBytes(UTF_8));

        TestRecord<byte[], byte[]> reply = coordinator.output("chunk-events").getFirst();
        assertThat(CoordinatorReply.request(reply.headers())).contains(request);
        assertThat(new String(reply.value(), UTF_8))
                .isEqualTo("{\"requestId\":\"" + request + "\",\"unsupported\":\"SealRequested\"}");
        assertThat(coordinator.meters.counter("rivulet.unknown.types", "topic", "prompt-requests").count())
                .isEqualTo(1);
        assertThat(coordinator.output("dead-letters")).isEmpty();
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void stateThatOnlyALaterVersionCanReadEndsTheCoordinationAndNotTheTurns() {
        Map later = Map.of(SESSION.value(), Json.MAPPER.createObjectNode().put("version", 2).put("turns", 1));

        assertThatThrownBy(() -> new CoordinatorDriver("worker-1", NOW, folder, 1,
                new CoordinatorDriver.State(later, Map.of()))).hasRootCauseInstanceOf(LaterStateException.class);
    }
}
