package dev.rivulet.local.chaos.check;

/** The promises that are checked. */
public enum Promise {
    ENDED("missing ends"),
    ENDED_ONCE("ended twice"),
    IN_ORDER("out of order"),
    NOTHING_LOST("lost tokens"),
    NOTHING_TWICE("duplicated tokens"),
    RIGHT_END("wrong ends"),
    CONTINUED("texts not continued"),
    ISOLATED("a stranger's text seen"),
    ATTEMPT_RUN_ONCE("attempts run twice"),
    NO_NEEDLESS_RESTART("needless restarts"),
    NO_PARTITION_STOPS("stopped partitions"),
    ORDERLY("disorderly processes and refusals");

    private final String label;

    Promise(String label) {
        this.label = label;
    }

    /** Returns what a broken promise is called in a table. */
    public String label() {
        return label;
    }
}
