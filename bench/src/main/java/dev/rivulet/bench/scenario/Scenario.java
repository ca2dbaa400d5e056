package dev.rivulet.bench.scenario;

/** What can be measured, in the order in which it is. */
public enum Scenario {
    /** A long session beside many others with state; first, while there is no other state. */
    HISTORY,
    /** Streams of turns that begin all the time, at each of the given levels. */
    LOADS,
    /** Many readers of one turn. */
    READERS,
    /** Many readers whose connections are cut at once, beside other streams. */
    STORM,
    /** Connections that do nothing. */
    IDLE,
    /** What several gateways read of one load; last, since their processes take from the others. */
    GATEWAYS
}
