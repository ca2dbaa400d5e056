package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.json.Json;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;

/** A store in memory that begins with given entries, as after a restore from its changelog. */
record RestoredStore(String name, Map<String, ?> entries) implements KeyValueBytesStoreSupplier {

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        return new InMemoryKeyValueStore(name) {
            @Override
            public void init(StateStoreContext context, StateStore root) {
                super.init(context, root);
                entries.forEach((key, value) -> put(Bytes.wrap(key.getBytes()), Json.write(value)));
            }
        };
    }

    @Override
    public String metricsScope() {
        return "restored";
    }
}
