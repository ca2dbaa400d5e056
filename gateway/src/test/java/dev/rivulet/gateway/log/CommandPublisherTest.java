package dev.rivulet.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class CommandPublisherTest {

    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    private final CommandPublisher publisher = new CommandPublisher(producer, "prompt-requests", 8 << 20,
            new GatewayMeters(new SimpleMeterRegistry()));

    /** Or the time index would send the search for every turn of the next minutes to this record. */
    @Test
    void aCancelOfATurnWhoseIdIsAheadIsNotStampedAhead() {
        long ahead = System.currentTimeMillis() + TurnId.MAX_LEAD.toMillis() - Duration.ofMinutes(1).toMillis();
        TurnId turn = new TurnId(new UUID(ahead << 16 | 0x7000, 1L << 63));

        publisher.publish(new CancelRequested(new SessionId("s"), turn)).join();

        assertThat(producer.history().getFirst().timestamp()).isLessThanOrEqualTo(System.currentTimeMillis());
    }

    /** As when the sessions are copied to other topics: the client's request is not at fault. */
    @Test
    void aTopicThatTakesNoMoreRecordsIsNotTheClientsFault() {
        producer.sendException = new RecordTooLargeException("max.message.bytes=0");
        CancelRequested command = new CancelRequested(new SessionId("s"),
                new TurnId(new UUID(System.currentTimeMillis() << 16 | 0x7000, 1L << 63)));

        assertThatThrownBy(publisher.publish(command)::join).hasCauseInstanceOf(ProblemException.class)
                .satisfies(failure -> assertThat(ProblemException.findIn(failure).orElseThrow().code())
                        .isEqualTo(ProblemCode.KAFKA_UNAVAILABLE));
    }
}
