package dev.rivulet.schemas.topic;

/** Headers that say where a record on {@code dead-letters} came from and why. */
public final class DeadLetterHeaders {

    /** A sentence: why the record could not be read. It never repeats the record's content. */
    public static final String REASON = "reason";
    public static final String TOPIC = "source-topic";
    public static final String PARTITION = "source-partition";
    public static final String OFFSET = "source-offset";

    private DeadLetterHeaders() {}
}
