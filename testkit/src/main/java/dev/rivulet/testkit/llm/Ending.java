package dev.rivulet.testkit.llm;

/** How a completion ended, from the simulator's view. */
public enum Ending {
    /** The response was written completely; also if it is an error response. */
    COMPLETED,
    /** The script's fault ended it. */
    FAULT,
    /** The client closed the connection before the end. */
    CLOSED_BY_CLIENT
}
