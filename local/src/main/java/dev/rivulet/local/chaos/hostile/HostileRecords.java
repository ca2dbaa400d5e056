package dev.rivulet.local.chaos.hostile;

import java.util.Random;
import java.util.function.IntFunction;

/**
 * An endless sequence of records that are hostile or odd, which the seed decides up to their time. Every other record
 * has one mutation, some have several. Not thread-safe.
 */
final class HostileRecords {

    private static final Mutation[] MUTATIONS = Mutation.values();

    private final Random random;
    private final RecordTemplates templates;

    /** @param owners what the ids of a client's sessions begin with in Kafka, by its number */
    HostileRecords(long seed, IntFunction<String> owners) {
        this.random = new Random(seed);
        this.templates = new RecordTemplates(random, owners);
    }

    /** @param now the time around which ids and timestamps lie, in milliseconds since the epoch */
    RecordDraft next(long now) {
        RecordDraft draft = templates.draw(now);
        int mutations = 1 + Math.max(0, random.nextInt(6) - 3);
        for (int i = 0; i < mutations; i++) {
            MUTATIONS[random.nextInt(MUTATIONS.length)].apply(draft, random, now);
        }
        return draft;
    }
}
