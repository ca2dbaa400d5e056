package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.topic.Changelog;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The two state stores of sessions. Both have changelogs, and keep their content outside of the heap: also a worker
 * that only keeps copies for others has the text of all that waits.
 *
 * @param activeTurns values that change often; all are read when a partition is assigned
 * @param conversations large values that change about once a turn
 */
record SessionStores(KeyValueBytesStoreSupplier activeTurns, KeyValueBytesStoreSupplier conversations) {

    static final String ACTIVE_TURNS = Changelog.ACTIVE_TURNS.store();
    static final String CONVERSATIONS = Changelog.CONVERSATIONS.store();

    static SessionStores local() {
        return new SessionStores(Stores.persistentKeyValueStore(ACTIVE_TURNS),
                Stores.persistentKeyValueStore(CONVERSATIONS));
    }
}
