package dev.rivulet.gateway.log.lookup;

/** Where a reader of a turn begins. */
public sealed interface StartPosition {

    /**
     * At an offset.
     *
     * @param attempt the attempt the reader was shown so far; 0 when nothing was
     */
    record From(long offset, int attempt) implements StartPosition {}

    /** Behind the turn's terminal: nothing remains. */
    record End() implements StartPosition {}
}
