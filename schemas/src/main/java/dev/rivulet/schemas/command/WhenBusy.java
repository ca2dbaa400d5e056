package dev.rivulet.schemas.command;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to a prompt that arrives while its session runs a turn. */
public enum WhenBusy {
    /** It waits behind the open turn, in order of arrival. */
    @JsonProperty("enqueue") ENQUEUE,
    /** It ends at once as an error. */
    @JsonProperty("reject") REJECT,
    /** The open turn is cancelled, and this one is the next to run, in front of those that wait. */
    @JsonProperty("interrupt") INTERRUPT
}
