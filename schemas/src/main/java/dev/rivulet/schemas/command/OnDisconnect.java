package dev.rivulet.schemas.command;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to a turn when the client's connection is lost. */
public enum OnDisconnect {
    /** The turn goes on; its events can be read later. */
    @JsonProperty("continue") CONTINUE,
    /** The turn is cancelled. */
    @JsonProperty("cancel") CANCEL
}
