package dev.rivulet.schemas.topic;

/** The headers of a record on {@code dead-letters}: its source, and why it could not be read. */
public final class DeadLetterHeaders {

    /** A sentence that says why the record could not be read. It never contains the record's content. */
    public static final String REASON = "reason";
    public static final String TOPIC = "source-topic";
    public static final String PARTITION = "source-partition";
    public static final String OFFSET = "source-offset";

    private DeadLetterHeaders() {}
}
