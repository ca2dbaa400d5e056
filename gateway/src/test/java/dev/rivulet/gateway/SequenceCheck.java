package dev.rivulet.gateway;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the events of a turn of one attempt have every delta once, in order, and then their end. */
final class SequenceCheck implements Consumer<String> {

    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

    private long next;
    private boolean ended;
    private String fault; // null while all is well

    @Override
    public void accept(String event) {
        Matcher seq = SEQ.matcher(event);
        if (!seq.find()) {
            return;
        }
        if (ended || Long.parseLong(seq.group(1)) != next) {
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
