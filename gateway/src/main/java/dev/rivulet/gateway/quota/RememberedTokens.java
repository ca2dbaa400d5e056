package dev.rivulet.gateway.quota;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Usage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many tokens sessions send to a model before what is asked next, by what their last turn has used that was seen
 * here. Of a bounded number of sessions, those that were used last. Not thread-safe.
 */
final class RememberedTokens {

    private static final float LOAD = 0.75f;

    private final Map<SessionId, Long> tokens;

    /** @param most how many sessions are known */
    RememberedTokens(int most) {
        this.tokens = new LinkedHashMap<>(16, LOAD, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<SessionId, Long> eldest) {
                return size() > most;
            }
        };
    }

    /** Returns how many; 0 if nothing is known of the session. */
    long of(SessionId session) {
        return tokens.getOrDefault(session, 0L);
    }

    /** A turn has ended: its prompt, with all that was before, and its answer are before the next one. */
    void turnEnded(SessionId session, Usage used) {
        tokens.put(session, Math.max(0, used.promptTokens()) + Math.max(0, used.completionTokens()));
    }
}
