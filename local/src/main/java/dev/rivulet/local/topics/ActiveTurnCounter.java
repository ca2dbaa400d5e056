package dev.rivulet.local.topics;

import dev.rivulet.worker.coordinator.streams.ActiveTurnCount;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counts open and queued turns from the changelog of the coordinators' state. That is exact, unlike {@code
 * chunk-events}, which has neither queued turns nor those older than its retention. It reads as much as a worker does
 * when it takes over all partitions.
 */
record ActiveTurnCounter(TopicReader reader) {

    /** Empty if reading took too long. */
    Optional<TurnStats> count(String changelog) {
        Map<String, ActiveTurnCount> sessions = new HashMap<>();
        boolean whole = reader.read(changelog, OptionalLong.empty(), record -> {
            String session = new String(record.key(), StandardCharsets.UTF_8);
            ActiveTurnCount count = ActiveTurnCount.of(record.value());
            if (count.open() + count.waiting() == 0) {
                sessions.remove(session);
            } else {
                sessions.put(session, count);
            }
        });
        if (!whole) {
            return Optional.empty();
        }
        return Optional.of(new TurnStats(sessions.values().stream().mapToLong(ActiveTurnCount::open).sum(),
                sessions.values().stream().mapToLong(ActiveTurnCount::waiting).sum(), sessions.size()));
    }
}
