package dev.rivulet.local.chaos.check;

/** What is counted when it is broken. */
public enum Promise {
    ENDED("missing ends"),
    ENDED_ONCE("ended twice"),
    IN_ORDER("out of order"),
    NOTHING_LOST("lost tokens"),
    NOTHING_TWICE("duplicated tokens"),
    RIGHT_END("wrong ends"),
    ATTEMPT_RUN_ONCE("attempts run twice"),
    NO_NEEDLESS_RESTART("needless restarts"),
    ORDERLY("disorderly processes and refusals");

    private final String label;

    Promise(String label) {
        this.label = label;
    }

    /** What a broken one is called in a table. */
    public String label() {
        return label;
    }
}
