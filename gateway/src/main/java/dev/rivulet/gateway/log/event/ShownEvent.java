package dev.rivulet.gateway.log.event;

/**
 * An event on its way to a reader. A record of the log is one as it is; others are made of several, or of a part of one.
 * Where the reader is after it is the place of a record of the log, and how much it has of the text that follows.
 */
public interface ShownEvent {

    ShownType shownType();

    /** The attempt it belongs to; 0 for a turn that ended before any. */
    int attempt();

    /** The place in the partition of the last record that the reader has all of. */
    long offset();

    /** How much of the text that follows that record the reader has too, in UTF-16 code units. */
    default int charsBeyond() {
        return 0;
    }

    /** The data: one line of JSON in UTF-8. Shared by readers; nobody changes it. */
    byte[] value();

    /**
     * The text of a delta; reads the data, unless the event was made of the text.
     *
     * @throws java.io.UncheckedIOException when the data is not that of a delta
     */
    default String content() {
        return DeltaContent.of(value());
    }
}
