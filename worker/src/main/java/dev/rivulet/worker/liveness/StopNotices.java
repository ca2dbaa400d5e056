package dev.rivulet.worker.liveness;

import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.worker.execution.LocalExecutions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the stop notices to this worker. A notice that comes twice, or for an attempt that has ended, does nothing.
 */
public final class StopNotices {

    private static final Logger LOG = LoggerFactory.getLogger(StopNotices.class);

    private final String ownKey;
    private final LocalExecutions executions;

    public StopNotices(String worker, LocalExecutions executions) {
        this.ownKey = StopNotice.keyTo(worker);
        this.executions = executions;
    }

    /** Stops the attempt that a notice names. Ignores notices to other workers. */
    public void handle(String key, byte[] value) {
        if (!key.equals(ownKey) || value == null) {
            return;
        }
        try {
            StopNotice notice = Json.read(value, StopNotice.class);
            executions.stop(new SessionTurn(notice.session(), notice.turn()), notice.attempt());
        } catch (UnreadableRecordException unreadable) {
            LOG.atWarn().addKeyValue("reason", unreadable.getMessage()).log("stop notice could not be read");
        }
    }
}
