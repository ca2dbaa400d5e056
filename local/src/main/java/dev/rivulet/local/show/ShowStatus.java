package dev.rivulet.local.show;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the page's panel shows.
 *
 * @param gateway the name of the gateway whose page asks
 * @param turn where the session's newest turn is; null if none was written since the start
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShowStatus(String gateway, List<Part> processes, LogWatch.Position turn) {

    /**
     * A process.
     *
     * @param state {@code starting}, {@code running} or {@code down}
     * @param worker the id that the worker generated; null if it is not known, or this is no worker
     * @param silentMs milliseconds since the worker's last heartbeat; null if it sent none
     * @param startsInMs milliseconds until it is started; null unless it is down
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(String name, String state, String worker, Long silentMs, Long startsInMs) {}
}
