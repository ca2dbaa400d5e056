package dev.rivulet.worker.coordinator.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.worker.coordinator.session.StoredConversation;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationExpiryTest {

    private static final int MANY = 20_000;
    private static final long NOW = 1_700_000_000_000L;
    private static final StoredConversation.Retention RETENTION = new StoredConversation.Retention(Duration.ofDays(30),
            Duration.ofHours(24), Duration.ofMinutes(10), Duration.ofDays(7));

    private final KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore("conversations"), Serdes.String(), Serdes.ByteArray()).withLoggingDisabled()
            .withCachingDisabled().build();
    private final Set<String> active = new HashSet<>();

    @BeforeEach
    void open() {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void howeverManyHaveExpiredACallGoesOnAsLongAsItHasTime() {
        fill(MANY, Duration.ofDays(31));

        expiry(() -> 0).deleteExpired(NOW);

        assertThat(size()).isZero();
    }

    @Test
    void aCallEndsWhenItsTimeIsOverAndTheNextGoesOnBehindIt() {
        fill(MANY, Duration.ofDays(31));
        AtomicLong clock = new AtomicLong();
        ConversationExpiry expiry = expiry(() -> clock.addAndGet(ConversationExpiry.SLICE.toNanos()));

        expiry.deleteExpired(NOW);
        assertThat(size()).isEqualTo(MANY - ConversationExpiry.BATCH);
        expiry.deleteExpired(NOW);

        assertThat(size()).isEqualTo(MANY - 2 * ConversationExpiry.BATCH);
    }

    @Test
    void whereNothingHasExpiredACallLooksAtOneBatch() {
        fill(MANY, Duration.ofDays(29));
        AtomicLong looks = new AtomicLong();

        expiry(looks::incrementAndGet).deleteExpired(NOW);

        assertThat(looks).hasValue(1);
        assertThat(size()).isEqualTo(MANY);
    }

    @Test
    void sessionsWithTurnsStay() {
        fill(3, Duration.ofDays(31));
        active.add("s1");

        expiry(() -> 0).deleteExpired(NOW);

        assertThat(size()).isOne();
        assertThat(store.get("s1")).isNotNull();
    }

    /** State of an unknown form must not stop a partition, nor be lost. */
    @Test
    void stateThatCannotBeReadStays() {
        store.put("s", "{".getBytes(UTF_8));

        expiry(() -> 0).deleteExpired(NOW);

        assertThat(size()).isOne();
    }

    private ConversationExpiry expiry(LongSupplier clock) {
        return new ConversationExpiry(store, RETENTION, active::contains, clock);
    }

    private void fill(int count, Duration age) {
        byte[] json = ("{\"messages\":[],\"touchedAt\":" + (NOW - age.toMillis()) + "}").getBytes(UTF_8);
        for (int i = 0; i < count; i++) {
            store.put("s" + i, json);
        }
    }

    private int size() {
        int size = 0;
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            for (; all.hasNext(); all.next()) {
                size++;
            }
        }
        return size;
    }
}
