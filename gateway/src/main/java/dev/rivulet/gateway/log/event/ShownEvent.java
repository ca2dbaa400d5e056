package dev.rivulet.gateway.log.event;

/**
 * An event on its way to a reader: a record of the log as it is, or one that is made of several records or of a part of
 * one. After it the reader is at an offset of the log, plus some of the text that follows.
 */
public interface ShownEvent {

    ShownType shownType();

    /** The attempt it belongs to; 0 for a turn that ended before its first attempt. */
    int attempt();

    /** The offset of the last record that the reader has all of. */
    long offset();

    /** How much of the text after that record the reader has too, in UTF-16 code units. */
    default int charsBeyond() {
        return 0;
    }

    /** The data: one line of JSON in UTF-8. Readers share the array; it must not be changed. */
    byte[] value();
}
