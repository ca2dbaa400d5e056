package dev.rivulet.schemas.command;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to a prompt that arrives while its session runs a turn. */
public enum WhenBusy {
    /** It waits behind the turn that runs, in order of arrival. */
    @JsonProperty("enqueue") ENQUEUE,
    /** It ends at once with {@code session_busy}. */
    @JsonProperty("reject") REJECT,
    /** The turn that runs is cancelled. This one is the next to run, before those that wait. */
    @JsonProperty("interrupt") INTERRUPT
}
