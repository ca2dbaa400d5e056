package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.worker.metrics.TurnMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedOutputsTest {

    private static final Exception TOO_LARGE = new RecordTooLargeException("too large");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RefusedOutputs handler = new RefusedOutputs();

    @BeforeEach
    void configure() {
        handler.configure(RefusedOutputs.settings(new Topics("p-", 1), new TurnMetrics(meters, Set.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p-rivulet-worker-active-turns-changelog", "p-rivulet-worker-conversations-changelog",
            "p-prompt-requests", "p-turn-results"})
    void withoutStateAndResultsATurnWouldNeverEndSoNoneIsDropped(String topic) {
        assertThat(result(topic, TOO_LARGE)).isEqualTo(Result.FAIL);
        assertThat(result(topic, new InvalidTimestampException("ahead"))).isEqualTo(Result.FAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p-dead-letters", "p-worker-heartbeats"})
    void whatNobodyWaitsForIsDroppedAndCounted(String topic) {
        assertThat(result(topic, TOO_LARGE)).isEqualTo(Result.RESUME);
        assertThat(meters.counter("rivulet.records.refused", "topic", topic).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE", "ERROR"})
    void aTerminalIsNeverDropped(EventType type) {
        assertThat(event(type)).isEqualTo(Result.FAIL);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "PROMPT", "FORGOTTEN"})
    void anEventForFollowersIsDropped(EventType type) {
        assertThat(event(type)).isEqualTo(Result.RESUME);
    }

    @Test
    void aReplyIsDropped() {
        assertThat(result("p-chunk-events", TOO_LARGE)).isEqualTo(Result.RESUME);
    }

    @Test
    void whatPassesIsTriedAgainAndWhatConcernsTheClientFails() {
        assertThat(result("p-dead-letters", new TimeoutException("no leader"))).isEqualTo(Result.RETRY);
        assertThat(result("p-dead-letters", new TopicAuthorizationException("no"))).isEqualTo(Result.FAIL);
    }

    @Test
    void aTopicThatIsGoneFailsAfterTheProducerHasWaitedForIt() {
        assertThat(result("p-turn-results", new TimeoutException("not present in metadata",
                new UnknownTopicOrPartitionException("no such topic")))).isEqualTo(Result.FAIL);
        assertThat(result("p-turn-results", new UnknownTopicOrPartitionException("not yet"))).isEqualTo(Result.RETRY);
    }

    private Result event(EventType type) {
        RecordHeaders headers = new RecordHeaders();
        new ChunkHeaders(TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"), type, 1).writeTo(headers, "w");
        return handler.handleError(null,
                new ProducerRecord<>("p-chunk-events", null, null, new byte[0], new byte[0], headers), TOO_LARGE)
                .result();
    }

    private Result result(String topic, Exception failure) {
        return handler.handleError(null, new ProducerRecord<>(topic, new byte[0], new byte[0]), failure).result();
    }
}
