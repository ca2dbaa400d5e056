package dev.rivulet.worker.liveness;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.json.Json;

/**
 * Tells another worker to cancel an attempt that it runs. Needed when a session's coordination moved to this worker
 * while the execution stayed in the other. Written to the heartbeat topic, which every worker reads.
 */
public record StopNotice(TurnId turn, int attempt) {

    private static final String KEY = "stop/";

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
