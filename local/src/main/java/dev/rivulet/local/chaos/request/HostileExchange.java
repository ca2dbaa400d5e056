package dev.rivulet.local.chaos.request;

import java.time.Duration;
import java.util.List;

/**
 * What a hostile client does on one connection.
 *
 * @param kind names it in a report
 */
record HostileExchange(String kind, List<Step> steps, End end) {

    HostileExchange {
        steps = List.copyOf(steps);
    }

    /** One thing after the other. */
    sealed interface Step {

        record Send(byte[] bytes) implements Step {}

        record Pause(Duration length) implements Step {}

        /**
         * Reads what arrives.
         *
         * @param bytes the most that is read
         * @param silence ends the step when nothing arrives for this long
         */
        record Read(int bytes, Duration silence) implements Step {}
    }

    /** How the connection ends. */
    enum End {
        /** In good order. */
        CLOSE,
        /** By a reset, whatever is under way. */
        RESET,
        /** The client sends nothing more, but keeps reading for some time. */
        HALF_CLOSE
    }
}
