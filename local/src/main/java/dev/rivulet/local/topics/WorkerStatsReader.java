package dev.rivulet.local.topics;

import dev.rivulet.worker.liveness.StopNotice;
import dev.rivulet.worker.liveness.WorkerStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Finds workers by their heartbeats. Workers count heartbeats, see {@code WorkerDirectory}; this has only the clock.
 */
record WorkerStatsReader(TopicReader reader) {

    private static final int SHOWN_AFTER_DEATH = 10;

    /** @param deadAfter how long a living worker may be silent */
    List<WorkerStats> workers(String heartbeats, Duration deadAfter) {
        long now = System.currentTimeMillis();
        Map<String, Long> beats = new TreeMap<>();
        Map<String, WorkerStatus> statuses = new HashMap<>();
        OptionalLong since = OptionalLong.of(now - deadAfter.multipliedBy(SHOWN_AFTER_DEATH).toMillis());
        reader.read(heartbeats, since, record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                beats.remove(key);
            } else if (!StopNotice.isKey(key)) {
                beats.put(key, record.timestamp());
                statuses.put(key, WorkerStatus.read(record.value()));
            }
        });
        return beats.entrySet().stream().map(beat -> {
            Duration silent = Duration.ofMillis(Math.max(0, now - beat.getValue()));
            return new WorkerStats(beat.getKey(), silent, silent.compareTo(deadAfter) <= 0,
                    statuses.get(beat.getKey()));
        }).toList();
    }
}
