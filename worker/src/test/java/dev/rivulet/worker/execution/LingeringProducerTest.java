package dev.rivulet.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class LingeringProducerTest {

    private static final Duration LONGEST = Duration.ofMillis(10);

    private final ManualTimer timer = new ManualTimer();
    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    private final AdaptiveLinger linger = new AdaptiveLinger(LONGEST, Duration.ZERO, timer.nanoTime());
    private final LingeringProducer sends = new LingeringProducer(kafka, linger, timer);
    private final List<Integer> acknowledged = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();
    private int sent;

    @Test
    void fewGoOutAtOnce() {
        for (int i = 0; i < 500; i++) {
            timer.passes(Duration.ofMillis(1));
            send();
            assertThat(kafka.history()).hasSize(i + 1);
        }
    }

    @Test
    void manyGoOutTogetherInTheirOrder() {
        overload();
        int before = kafka.history().size();

        IntStream.range(0, 100).forEach(i -> send());
        assertThat(kafka.history()).hasSize(before);
        timer.passes(LONGEST);

        assertThat(kafka.history()).hasSize(sent);
        assertThat(acknowledged).isEqualTo(IntStream.range(0, sent).boxed().toList());
    }

    @Test
    void afterABusyTimeFewGoOutAtOnceAgain() {
        overload();
        timer.passes(Duration.ofSeconds(1));
        send();
        int before = kafka.history().size();

        send();

        assertThat(kafka.history()).hasSize(before + 1);
    }

    @Test
    void eachWaitingRecordIsToldOfItsFailure() {
        overload();
        kafka.sendException = new IllegalStateException("closed");
        Future<RecordMetadata> first = send();
        Future<RecordMetadata> second = send();

        timer.passes(LONGEST);

        assertThat(failures).hasSize(2);
        assertThat(first.state()).isEqualTo(Future.State.FAILED);
        assertThat(second.state()).isEqualTo(Future.State.FAILED);
    }

    /** More than the full load for a while; nothing waits at its end. */
    private void overload() {
        load(Duration.ofNanos(20_000));
        timer.passes(LONGEST);
    }

    private void load(Duration gap) {
        for (long passed = 0; passed < 300_000_000; passed += gap.toNanos()) {
            timer.passes(gap);
            send();
        }
    }

    private Future<RecordMetadata> send() {
        int number = sent++;
        linger.countToken(timer.nanoTime());
        return sends.send(new ProducerRecord<>("chunks", new byte[0]), (metadata, failure) -> {
            if (failure == null) {
                acknowledged.add(number);
            } else {
                failures.add(failure);
            }
        }, () -> true);
    }
}
