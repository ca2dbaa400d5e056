package dev.rivulet.schemas.command;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to a turn whose worker is lost. */
public enum OnInterruption {
    /** It starts again as the next attempt. */
    @JsonProperty("restart") RESTART,
    /** It ends with {@code worker_lost}. */
    @JsonProperty("fail") FAIL
}
