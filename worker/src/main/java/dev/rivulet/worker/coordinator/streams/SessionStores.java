package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.topic.Changelog;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * Where the two parts of a session's state lie; both have changelogs.
 *
 * @param activeTurns small, changes often, read whole after a takeover
 * @param conversations large, changes once a turn
 */
record SessionStores(KeyValueBytesStoreSupplier activeTurns, KeyValueBytesStoreSupplier conversations) {

    static final String ACTIVE_TURNS = Changelog.ACTIVE_TURNS.store();
    static final String CONVERSATIONS = Changelog.CONVERSATIONS.store();

    static SessionStores local() {
        return new SessionStores(Stores.inMemoryKeyValueStore(ACTIVE_TURNS),
                Stores.persistentKeyValueStore(CONVERSATIONS));
    }
}
