package dev.rivulet.local.chaos.hostile;

import dev.rivulet.schemas.TurnId;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Ids of turns that only hostile records name. Their last 48 bits tell them from those of clients. */
public final class HostileIds {

    private static final long MARK = 0x0f22_0f22_0f22L;
    private static final String MARK_TEXT = String.format("%012x", MARK);
    /** So few that no client's id is taken for one of these. */
    private static final int MOST_CHANGED = 3;
    private static final long VERSION_7 = 0x7000;
    private static final long RFC_9562_VARIANT = 0x8000_0000_0000_0000L;

    private HostileIds() {}

    /** @param time of the id, in milliseconds since the epoch; 48 bits of it are used */
    static TurnId draw(RandomGenerator random, long time) {
        return new TurnId(new UUID(time << 16 | VERSION_7 | random.nextInt(1 << 12),
                RFC_9562_VARIANT | (long) random.nextInt(1 << 14) << 48 | MARK));
    }

    /** Returns whether the id was made here, also if some characters of it were changed since, as mutations do. */
    public static boolean isHostile(String turn) {
        int from = turn.length() - MARK_TEXT.length();
        return from >= 0 && IntStream.range(0, MARK_TEXT.length())
                .filter(i -> turn.charAt(from + i) != MARK_TEXT.charAt(i)).count() <= MOST_CHANGED;
    }
}
