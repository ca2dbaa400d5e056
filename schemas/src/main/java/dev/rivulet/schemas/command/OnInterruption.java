package dev.rivulet.schemas.command;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to a turn whose worker is lost. */
public enum OnInterruption {
    /** It starts again as the next attempt. */
    @JsonProperty("restart") RESTART,
    /** It ends as an error. */
    @JsonProperty("fail") FAIL
}
