package dev.rivulet.gateway;

import java.util.function.Consumer;

/** Whether the events of a turn of one attempt have every delta once, in order, and then their end. */
final class SequenceCheck implements Consumer<String> {

    private static final String SEQ = "\"seq\":";

    private long next;
    private boolean ended;
    private String fault; // null while all is well

    @Override
    public void accept(String event) {
        int from = event.indexOf(SEQ) + SEQ.length();
        if (from < SEQ.length()) {
            return;
        }
        int to = from;
        while (Character.isDigit(event.charAt(to))) {
            to++;
        }
        if (ended || Long.parseLong(event, from, to, 10) != next) {
            fault = fault == null ? "after " + next + " came " + event : fault;
        }
        ended = event.contains("finishReason");
        next += ended ? 0 : 1;
    }

    /** {@code all N} when N deltas and the end came; else what is wrong. */
    @Override
    public String toString() {
        if (fault != null) {
            return fault;
        }
        return (ended ? "all " : "only ") + next;
    }
}
