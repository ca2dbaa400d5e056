package dev.rivulet.schemas.topic;

/** The topics Rivulet owns. All are keyed by session, except {@link #WORKER_HEARTBEATS}. */
public enum Topic {
    /** Commands: {@link dev.rivulet.schemas.command.Command}. */
    PROMPT_REQUESTS("prompt-requests"),
    /** What readers see: {@link dev.rivulet.schemas.event.ChunkEvent}; kept as long as a turn can be resumed. */
    CHUNK_EVENTS("chunk-events"),
    /** Whole answers: {@link dev.rivulet.schemas.result.TurnFinished}. */
    TURN_RESULTS("turn-results"),
    /** What could not be read, as it was found, with the reason in headers. */
    DEAD_LETTERS("dead-letters"),
    /** Which workers are alive; keyed by worker, compacted, one partition. */
    WORKER_HEARTBEATS("worker-heartbeats");

    private final String suffix;

    Topic(String suffix) {
        this.suffix = suffix;
    }

    /** The topic's name in a cluster, behind the installation's prefix (often empty). */
    public String named(String prefix) {
        return prefix + suffix;
    }

    /** Whether its partition count must equal that of the other session topics, so that sessions meet in one task. */
    public boolean perSession() {
        return this == PROMPT_REQUESTS || this == CHUNK_EVENTS || this == TURN_RESULTS;
    }
}
