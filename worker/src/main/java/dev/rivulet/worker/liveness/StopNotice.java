package dev.rivulet.worker.liveness;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.json.Json;
import java.util.Objects;

/**
 * Tells another worker to cancel an attempt that it runs. Needed when a session's coordination moved to this worker
 * while the execution stayed in the other. Written to the heartbeat topic, which every worker reads.
 */
public record StopNotice(SessionId session, TurnId turn, int attempt) {

    private static final String KEY = "stop/";

    /** @throws NullPointerException without a session or a turn: such a notice names no attempt */
    public StopNotice {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(turn, "turn");
    }

    /** Returns the key of notices to a worker. No worker's id has a slash. */
    public static String keyTo(String worker) {
        return KEY + worker;
    }

    /** Returns whether it is the key of a notice, of this kind or of one that only a later version knows. */
    public static boolean isKey(String key) {
        return key.indexOf('/') >= 0;
    }

    public byte[] json() {
        return Json.write(this);
    }
}
