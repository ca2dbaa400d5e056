package dev.rivulet.schemas.command;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to a turn when the connection that asked for it is lost. */
public enum OnDisconnect {
    /** It goes on; the answer can be read later. */
    @JsonProperty("continue") CONTINUE,
    /** It is cancelled. */
    @JsonProperty("cancel") CANCEL
}
