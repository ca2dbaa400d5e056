package dev.rivulet.schemas.topic;

/**
 * The topics of Rivulet. All are keyed by session, except {@link #WORKER_HEARTBEATS}, {@link #TURN_JOBS} and
 * {@link #USAGE}.
 */
public enum Topic {
    /** Commands: {@link dev.rivulet.schemas.command.Command}. */
    PROMPT_REQUESTS("prompt-requests"),
    /** Events for readers: {@link dev.rivulet.schemas.event.ChunkEvent}; kept as long as a turn can be resumed. */
    CHUNK_EVENTS("chunk-events"),
    /** Whole completions: {@link dev.rivulet.schemas.result.TurnFinished}. */
    TURN_RESULTS("turn-results"),
    /** Copies of records that could not be read, with the reason in headers. */
    DEAD_LETTERS("dead-letters"),
    /** Heartbeats of workers, and stop notices to them; keyed by worker, compacted, one partition. */
    WORKER_HEARTBEATS("worker-heartbeats"),
    /** Attempts that workers are to execute whose coordinators are in other workers; keyed by worker. */
    TURN_JOBS("turn-jobs"),
    /**
     * What turns have used, in sums: {@link dev.rivulet.schemas.usage.UsageTotal}; compacted, and deleted when it is
     * old.
     */
    USAGE("usage");

    /** The {@code compression.type} of a topic whose records brokers store as large as they are in memory. */
    public static final String UNCOMPRESSED = "uncompressed";

    private final String suffix;

    Topic(String suffix) {
        this.suffix = suffix;
    }

    /**
     * Returns the topic's name in a cluster.
     *
     * @param prefix of the installation; may be empty
     */
    public String named(String prefix) {
        return prefix + suffix;
    }

    /**
     * Returns whether workers read it whole. A compressed record can be a thousand times larger in memory than its
     * topic's limit says, so brokers store these topics uncompressed: then they refuse what is larger.
     */
    public boolean uncompressed() {
        return this == PROMPT_REQUESTS || this == TURN_RESULTS || this == WORKER_HEARTBEATS || this == TURN_JOBS;
    }

    /**
     * Returns whether it must have as many partitions as the other session topics, so that all records of a session
     * reach one task.
     */
    public boolean perSession() {
        return this == PROMPT_REQUESTS || this == CHUNK_EVENTS || this == TURN_RESULTS;
    }
}
