package dev.rivulet.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The author of a {@link Message}. */
public enum Role {
    @JsonProperty("system") SYSTEM,
    @JsonProperty("developer") DEVELOPER,
    @JsonProperty("user") USER,
    @JsonProperty("assistant") ASSISTANT;

    /** Returns whether messages of this role are instructions to the model and no part of the conversation. */
    public boolean instructs() {
        return this == SYSTEM || this == DEVELOPER;
    }
}
