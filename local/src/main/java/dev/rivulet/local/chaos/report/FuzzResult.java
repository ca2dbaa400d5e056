package dev.rivulet.local.chaos.report;

import java.util.List;
import java.util.Map;

/**
 * What hostile requests and records did.
 *
 * @param requests hostile connections
 * @param statuses responses to them by HTTP status
 * @param quietP99 the 99th percentile of the time between two events of a stream in milliseconds, before
 * @param hostileP99 the same meanwhile
 * @param longest the longest of those times in milliseconds
 * @param faults what must not be
 */
public record FuzzResult(long requests, Map<String, Long> statuses, long quietP99, long hostileP99, long longest,
        List<String> faults) {

    public FuzzResult {
        statuses = Map.copyOf(statuses);
        faults = List.copyOf(faults);
    }
}
