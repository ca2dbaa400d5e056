package dev.rivulet.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who speaks in a {@link Message}. */
public enum Role {
    @JsonProperty("system") SYSTEM,
    @JsonProperty("developer") DEVELOPER,
    @JsonProperty("user") USER,
    @JsonProperty("assistant") ASSISTANT;

    /** Whether messages of this role instruct the model rather than take part in the conversation. */
    public boolean instructs() {
        return this == SYSTEM || this == DEVELOPER;
    }
}
