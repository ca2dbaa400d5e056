package dev.rivulet.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Publishes what Kafka's clients measure of themselves, through Micrometer's binders. Those look once a minute for
 * measures that are new or gone, here all on one thread. Only for clients that live as long as the process.
 */
public final class KafkaMeters implements AutoCloseable {

    private final MeterRegistry registry;
    private final boolean enabled;
    private final ScheduledExecutorService refresh = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("kafka-metrics").factory());

    /** @param enabled false: nothing is published */
    public KafkaMeters(MeterRegistry registry, boolean enabled) {
        this.registry = registry;
        this.enabled = enabled;
    }

    /** Publishes the measures of a producer. Returns it. */
    public <K, V> Producer<K, V> of(Producer<K, V> producer) {
        bind(scheduler -> new KafkaClientMetrics(producer, Tags.empty(), scheduler));
        return producer;
    }

    /** Publishes the measures of a consumer. Returns it. */
    public <K, V> Consumer<K, V> of(Consumer<K, V> consumer) {
        bind(scheduler -> new KafkaClientMetrics(consumer, Tags.empty(), scheduler));
        return consumer;
    }

    /** @param binder makes a binder that looks for changes on the given thread */
    public void bind(Function<ScheduledExecutorService, MeterBinder> binder) {
        if (enabled) {
            binder.apply(refresh).bindTo(registry);
        }
    }

    @Override
    public void close() {
        refresh.shutdownNow();
    }
}
