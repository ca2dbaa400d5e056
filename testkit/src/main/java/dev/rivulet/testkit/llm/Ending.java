package dev.rivulet.testkit.llm;

/** How an answer ended, as the simulator saw it. */
public enum Ending {
    /** All of it was written, or the request was refused with an error response. */
    COMPLETED,
    /** The script's fault ended it. */
    FAULT,
    /** The client closed the connection before the end. */
    CLOSED_BY_CLIENT
}
