package dev.rivulet.worker.liveness;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.json.Json;

/**
 * Tells another worker to cancel an attempt it runs: the cancel reached this worker, because the session's coordination
 * moved here while the execution stayed there. On the topic of the heartbeats, which every worker reads to its end.
 */
public record StopNotice(TurnId turn, int attempt) {

    private static final String KEY = "stop/";

    /** The key of notices to a worker. No worker's id begins like this. */
    public static String keyTo(String worker) {
        return KEY + worker;
    }

    public static boolean isKey(String key) {
        return key.startsWith(KEY);
    }

    public byte[] json() {
        return Json.write(this);
    }
}
