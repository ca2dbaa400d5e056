package dev.rivulet.local.chaos.load;

/** The response to a submitted prompt. */
public sealed interface SubmitOutcome {

    /** The turn was accepted, so it must end. */
    record Accepted(String turn) implements SubmitOutcome {}

    /** The gateway is unavailable or did not respond. Only the log shows whether the turn was accepted. */
    record Unknown(String why) implements SubmitOutcome {}

    /** The gateway refused a valid prompt. */
    record Refused(String why) implements SubmitOutcome {}
}
