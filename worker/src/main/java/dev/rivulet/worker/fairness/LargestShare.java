package dev.rivulet.worker.fairness;

import java.util.Collections;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who gives way when there is too much of what was granted already. */
public final class LargestShare {

    private LargestShare() {}

    /**
     * Returns the newest item of the share keys that have most of them. That is never the oldest of all, if there are
     * two: either its key has a newer one, or all keys have one. Takes time in proportion to the number of items.
     *
     * @param items the oldest first
     * @throws java.util.NoSuchElementException when there is none
     */
    public static <T> T newest(SequencedCollection<T> items, Function<T, ShareKey> share) {
        Map<ShareKey, Long> counts = items.stream().collect(Collectors.groupingBy(share, Collectors.counting()));
        Long most = Collections.max(counts.values());
        return items.reversed().stream().filter(item -> counts.get(share.apply(item)).equals(most)).findFirst()
                .orElseThrow();
    }
}
