package dev.rivulet.gateway.log.event;

/**
 * An event that a reader is shown: a record of the log, or an event made from several records or from a part of one.
 * The reader's position after it is an offset plus a number of characters.
 */
public interface ShownEvent {

    ShownType shownType();

    /** Returns the event's attempt; 0 for a turn that ended before its first attempt. */
    int attempt();

    /** Returns the offset of the last record of which the reader has everything after this event. */
    long offset();

    /** Returns how much of the text after that record the reader has as well, in UTF-16 code units. */
    default int charsBeyond() {
        return 0;
    }

    /**
     * Returns the timestamp of the record that the event is, in milliseconds since the epoch; negative if the event is
     * not one record.
     */
    default long timestamp() {
        return -1;
    }

    /** Returns the data: one line of JSON in UTF-8. Readers share the array; it must not be changed. */
    byte[] value();
}
