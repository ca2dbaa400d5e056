package dev.rivulet.gateway.log.tail;

/**
 * The last time that a partition lost records at its end: it was truncated, or its topic was deleted and created anew.
 * Other records may have taken their offsets since.
 *
 * @param number how many times that has happened since the process started
 * @param offset the first offset whose record was lost
 */
public record Truncation(int number, long offset) {

    /** Nothing has been lost. */
    public static final Truncation NONE = new Truncation(0, Long.MAX_VALUE);

    Truncation next(long firstLost) {
        return new Truncation(number + 1, firstLost);
    }

    /**
     * Returns whether a position in the partition still exists after this.
     *
     * @param known the last truncation when the position was found
     * @param position the offset after the last record that was read there
     */
    public boolean keeps(long position, Truncation known) {
        return number == known.number || number == known.number + 1 && position <= offset;
    }
}
