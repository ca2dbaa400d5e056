package dev.rivulet.worker.usage;

import dev.rivulet.runtime.config.PriceTable;
import dev.rivulet.schemas.usage.UsageTotal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds up what results say. A sum covers a <em>part</em> of the results: those of one partition from an offset on. Who
 * begins to count a partition begins new parts, and so needs nothing of what others have written; who has too many sums
 * does the same. Pure; for one thread.
 */
final class UsageSums {

    private static final String UNKNOWN_MODEL = "unknown";
    /** Copies of a result come soon after it. */
    private static final int REMEMBERED = 10_000;

    private final PriceTable prices;
    private final int most;
    private final Map<Integer, String> parts = new HashMap<>(); // by partition
    private final Map<Integer, Long> next = new HashMap<>(); // the offset behind what was counted, by partition
    private final Map<Key, UsageSum> sums = new HashMap<>();
    private final Set<Key> changed = new LinkedHashSet<>();
    private final Set<CountedResult.Identity> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CountedResult.Identity, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** What a sum is of; see {@link UsageTotal}. */
    record Key(String owner, String day, String model, String part) {}

    /** @param most how many sums are kept before new parts begin */
    UsageSums(PriceTable prices, int most) {
        this.prices = prices;
        this.most = most;
    }

    /** Results of a partition are counted from an offset on. */
    void begin(int partition, long offset) {
        parts.put(partition, partition + "@" + offset);
        next.put(partition, offset);
    }

    /** A partition is counted elsewhere. */
    void end(int partition) {
        String part = parts.remove(partition);
        next.remove(partition);
        sums.keySet().removeIf(key -> key.part().equals(part));
        changed.removeIf(key -> key.part().equals(part));
    }

    /** Takes note of a result that was counted before, so that no copy of it is. */
    void counted(CountedResult result) {
        seen.add(result.identity());
    }

    /**
     * Counts a result, unless it is a copy, or has used nothing.
     *
     * @param writtenAt in milliseconds since the epoch
     */
    void count(int partition, long offset, long writtenAt, CountedResult result) {
        next.put(partition, offset + 1);
        if (!seen.add(result.identity())) {
            return;
        }
        result.usage().ifPresent(used -> {
            String model = result.model() == null ? UNKNOWN_MODEL : result.model();
            Key key = new Key(result.sessionId().owner(), day(writtenAt), model, parts.get(partition));
            sums.computeIfAbsent(key, first -> new UsageSum()).add(result, used, model, prices);
            changed.add(key);
        });
    }

    private static String day(long writtenAt) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(writtenAt), ZoneOffset.UTC).toString();
    }

    /** Returns the sums that changed since they were written last. */
    List<UsageTotal> changed() {
        return changed.stream().map(key -> sums.get(key).total(key, prices.currency())).toList();
    }

    /** All that changed is in the topic. */
    void written() {
        changed.clear();
        if (sums.size() > most) {
            sums.clear();
            Map.copyOf(next).forEach(this::begin);
        }
    }
}
