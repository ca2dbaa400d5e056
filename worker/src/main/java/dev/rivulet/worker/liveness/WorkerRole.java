package dev.rivulet.worker.liveness;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;

/** What a worker does. */
public enum WorkerRole {

    /** Takes part in the coordination of sessions: joins the consumer group. */
    COORDINATE,
    /** Runs turns: its own coordinator's, and those that other coordinators give it. */
    EXECUTE;

    /** Returns the name in the configuration and in heartbeats. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a name. Throws {@link IllegalArgumentException} with a sentence. */
    public static final class Parser implements Converter<WorkerRole> {

        @Override
        public WorkerRole convert(String text) {
            return Arrays.stream(values()).filter(role -> role.wire().equals(text.strip())).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + text.strip() + "' is not one of "
                            + Arrays.stream(values()).map(WorkerRole::wire).collect(Collectors.joining(", "))));
        }
    }
}
