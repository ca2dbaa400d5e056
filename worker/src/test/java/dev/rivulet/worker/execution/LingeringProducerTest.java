package dev.rivulet.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.worker.provider.LoopTicks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class LingeringProducerTest {

    private static final Duration INTERVAL = Duration.ofMillis(4);
    private static final Duration LONGEST = Duration.ofMillis(10);

    private final ManualTimer timer = new ManualTimer();
    private final LoopTicks ticks = new LoopTicks();
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private MockProducer<byte[], byte[]> kafka = kafka(true);
    private final List<Integer> acknowledged = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();
    private LingeringProducer sends = sends();
    private int sent;

    @Test
    void aRecordThatComesAloneGoesOutAtOnce() {
        for (int i = 0; i < 20; i++) {
            send();
            assertThat(kafka.history()).hasSize(i + 1);
            timer.passes(INTERVAL);
        }
    }

    @Test
    void thoseThatFollowABatchGoOutTogetherAndInOrderAfterTheInterval() {
        send();
        IntStream.range(0, 99).forEach(i -> send());
        assertThat(kafka.history()).hasSize(1);

        timer.passes(INTERVAL.minusNanos(1));
        assertThat(kafka.history()).hasSize(1);
        timer.passes(Duration.ofNanos(1));

        assertThat(kafka.history()).hasSize(100);
        assertThat(acknowledged).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void whileKafkaIsSlowToAcknowledgeTheIntervalIsLongerButBounded() {
        kafka = kafka(false);
        sends = sends();
        for (int i = 0; i < 50; i++) {
            timer.passes(LONGEST);
            send();
            timer.passes(LONGEST.multipliedBy(100));
            kafka.completeNext();
        }
        send();
        int before = kafka.history().size();
        send();

        timer.passes(LONGEST.minusNanos(1));
        assertThat(kafka.history()).hasSize(before);
        timer.passes(Duration.ofNanos(1));
        assertThat(kafka.history()).hasSize(before + 1);
    }

    @Test
    void whatALoopReadsInOneTickIsOneBatchThatGoesOutAtItsEnd() {
        ticks.reading(loop::add);
        send();
        timer.passes(LONGEST);
        send();
        ticks.reading(loop::add);
        send();
        assertThat(kafka.history()).isEmpty();

        assertThat(loop).hasSize(1);
        loop.remove().run();

        assertThat(acknowledged).containsExactly(0, 1, 2);
    }

    @Test
    void aTickTakesAlongWhatWaits() {
        send();
        send();
        assertThat(kafka.history()).hasSize(1);

        ticks.reading(loop::add);
        send();
        loop.remove().run();

        assertThat(acknowledged).containsExactly(0, 1, 2);
    }

    @Test
    void whatWaitsAfterATickGoesOutWhenNoOtherFollows() {
        ticks.reading(loop::add);
        send();
        loop.remove().run();
        send();
        assertThat(kafka.history()).hasSize(1);

        timer.passes(INTERVAL.multipliedBy(2));

        assertThat(acknowledged).containsExactly(0, 1);
    }

    @Test
    void eachWaitingRecordIsToldOfItsFailure() {
        send();
        kafka.sendException = new IllegalStateException("closed");
        Future<RecordMetadata> first = send();
        Future<RecordMetadata> second = send();

        timer.passes(INTERVAL);

        assertThat(failures).hasSize(2);
        assertThat(first.state()).isEqualTo(Future.State.FAILED);
        assertThat(second.state()).isEqualTo(Future.State.FAILED);
    }

    @Test
    void itTellsHowLongTheProducerHasNotTakenABatch() {
        List<Long> blocked = new ArrayList<>();
        kafka = new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                timer.passes(LONGEST);
                blocked.add(sends.sendingFor(timer.nanoTime()));
                return super.send(record, callback);
            }
        };
        sends = sends();
        assertThat(sends.sendingFor(timer.nanoTime())).isZero();

        send();

        assertThat(blocked).containsExactly(LONGEST.toNanos());
        assertThat(sends.sendingFor(timer.nanoTime())).isZero();
    }

    private LingeringProducer sends() {
        AdaptiveLinger linger = new AdaptiveLinger(INTERVAL, LONGEST, Duration.ZERO, timer.nanoTime(), () -> 0);
        return new LingeringProducer(kafka, linger, timer, ticks);
    }

    private static MockProducer<byte[], byte[]> kafka(boolean acknowledging) {
        return new MockProducer<>(acknowledging, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Future<RecordMetadata> send() {
        int number = sent++;
        return sends.send(new ProducerRecord<>("chunks", new byte[0]), (metadata, failure) -> {
            if (failure == null) {
                acknowledged.add(number);
            } else {
                failures.add(failure);
            }
        }, () -> true);
    }
}
