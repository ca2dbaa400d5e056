package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionStoresTest {

    @Test
    void whatSessionsHaveWaitingIsKeptOutsideOfTheHeapAlsoInCopies() {
        SessionStores stores = SessionStores.local();

        assertThat(stores.activeTurns().get().persistent()).isTrue();
        assertThat(stores.conversations().get().persistent()).isTrue();
    }
}
