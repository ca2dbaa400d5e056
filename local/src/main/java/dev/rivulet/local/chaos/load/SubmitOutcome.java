package dev.rivulet.local.chaos.load;

/** What the gateway said to a prompt. */
public sealed interface SubmitOutcome {

    /** The turn is taken, and so must end. */
    record Accepted(String turn) implements SubmitOutcome {}

    /** It cannot be taken now; or nothing was heard. Whether it was taken can only be seen in the log. */
    record Unknown(String why) implements SubmitOutcome {}

    /** A refusal that nothing here calls for. */
    record Refused(String why) implements SubmitOutcome {}
}
