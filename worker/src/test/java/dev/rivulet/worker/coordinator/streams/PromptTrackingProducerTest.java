package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.worker.execution.PendingPromptEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without a broker, so that each send fails. */
class PromptTrackingProducerTest {

    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    private static final SessionTurn NAME = new SessionTurn(new SessionId("s-1"), TURN);

    private final List<String> told = new ArrayList<>();
    private final PromptTrackingProducer producer = new PromptTrackingProducer(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1", ProducerConfig.MAX_BLOCK_MS_CONFIG, 1),
            new StallDetector(Duration.ofSeconds(5), () -> 0, () -> 0),
            new PendingPromptEvents(Duration.ofMinutes(1)) {
                @Override
                public void sent(SessionTurn turn) {
                    told.add("sent " + turn);
                }

                @Override
                public void completed(SessionTurn turn) {
                    told.add("completed " + turn);
                }
            });

    @AfterEach
    void close() {
        producer.close(Duration.ZERO);
    }

    @Test
    void aPromptEventThatCannotBeSentIsNotPending() {
        List<Exception> failures = new ArrayList<>();

        Future<RecordMetadata> sent = producer.send(event(EventType.PROMPT),
                (metadata, failure) -> failures.add(failure));
        assertThat(told).containsExactly("sent " + NAME);
        producer.flush();

        assertThatThrownBy(sent::get).hasCauseInstanceOf(TimeoutException.class);
        assertThat(told).containsExactly("sent " + NAME, "completed " + NAME);
        assertThat(failures).singleElement().isInstanceOf(TimeoutException.class);
    }

    @Test
    void aClosedProducerLeavesNothingPending() {
        producer.close(Duration.ZERO);

        assertThatThrownBy(() -> producer.send(event(EventType.PROMPT))).isInstanceOf(IllegalStateException.class);

        assertThat(told).containsExactly("sent " + NAME, "completed " + NAME);
    }

    @Test
    void otherRecordsAreNotTracked() {
        producer.send(event(EventType.QUEUED));
        producer.send(new ProducerRecord<>("changelog", new byte[0]));
        producer.flush();

        assertThat(told).isEmpty();
    }

    private static ProducerRecord<byte[], byte[]> event(EventType type) {
        return new ProducerRecord<>("chunk-events", null, NAME.session().keyBytes(), new byte[0],
                new ChunkHeaders(TURN, type, 0).headers("w-1"));
    }
}
