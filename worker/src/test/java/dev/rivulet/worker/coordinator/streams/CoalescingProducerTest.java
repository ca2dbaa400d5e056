package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without a broker, so that each record fails as soon as it is handed over: that is how the test sees it. */
class CoalescingProducerTest {

    private static final String NOBODY = "127.0.0.1:1";

    private final AtomicLong clock = new AtomicLong();
    private final List<String> handedOver = new ArrayList<>();
    private final CoalescingProducer producer = new CoalescingProducer(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, NOBODY, ProducerConfig.MAX_BLOCK_MS_CONFIG, 0),
            new StallDetector(Duration.ofSeconds(5), clock::get, () -> 0));

    @AfterEach
    void close() {
        producer.close(Duration.ZERO);
    }

    @Test
    void recordsAreHandedOverInTheirOrderWhenTheThreadPolls() {
        send("one");
        send("two");
        assertThat(handedOver).as("the thread may have more to send").isEmpty();
        try (CoordinatorConsumer consumer = new CoordinatorConsumer(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, NOBODY, ConsumerConfig.GROUP_ID_CONFIG, "test"))) {
            consumer.assign(List.of(new TopicPartition("commands", 0)));
            consumer.poll(Duration.ZERO);
        }
        assertThat(handedOver).containsExactly("one", "two");
    }

    @Test
    void aThreadThatIsBusyHandsOverAllTheSame() {
        long started = System.nanoTime();
        int sent = 0;
        while (handedOver.isEmpty() && System.nanoTime() - started < Duration.ofSeconds(10).toNanos()) {
            send("record " + sent++);
        }
        assertThat(handedOver).hasSize(sent);
    }

    @Test
    void flushingAndClosingHandOver() {
        send("flushed");
        producer.flush();
        assertThat(handedOver).containsExactly("flushed");
        send("closed");
        producer.close(Duration.ZERO);
        assertThat(handedOver).containsExactly("flushed", "closed");
        assertThatThrownBy(() -> send("too late")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatWasHeldWhileTheProcessWasStalledIsNotWritten() {
        Future<?> state = producer.send(new ProducerRecord<>("changelog", new byte[0]));
        clock.addAndGet(Duration.ofSeconds(6).toNanos());

        assertThatThrownBy(CoalescingProducer::releaseOfThisThread).isInstanceOf(ProcessStalledException.class);
        assertThatThrownBy(state::get).hasCauseInstanceOf(ProcessStalledException.class);

        producer.flush();
        assertThat(handedOver).isEmpty();
    }

    @Test
    void aProducerThatIsClosedAfterAStallWritesNothingEither() {
        Future<?> state = producer.send(new ProducerRecord<>("changelog", new byte[0]));
        clock.addAndGet(Duration.ofSeconds(6).toNanos());

        producer.close(Duration.ZERO);

        assertThatThrownBy(state::get).hasCauseInstanceOf(ProcessStalledException.class);
    }

    @Test
    void aRecordThatCannotBeHandedOverFailsAsWithoutWaiting() {
        Future<?> sent = producer.send(new ProducerRecord<>("events", new byte[0]));
        producer.flush();
        assertThatThrownBy(sent::get).hasCauseInstanceOf(TimeoutException.class);
    }

    private void send(String name) {
        producer.send(new ProducerRecord<>("events", name.getBytes()), (metadata, failure) -> handedOver.add(name));
    }
}
