package dev.rivulet.runtime.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Marker;

/**
 * Lets each warning of Kafka's clients through once a minute: while a broker is away, each client of a process warns
 * once a second. Only where Kafka's level is {@code WARN}: who asks for more gets everything. Named in {@code
 * logback.xml}. Thread-safe.
 */
public final class KafkaWarningLimit extends TurboFilter {

    private static final String CLIENTS = "org.apache.kafka.clients.";
    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_WARNINGS = 500;
    /** Kafka puts the client before the message: {@code [Producer clientId=...]}. */
    private static final Pattern CLIENT = Pattern.compile("^(\\[[^]]*] ?)+");

    private final LongSupplier clock;
    private final ConcurrentHashMap<String, Long> shownAt = new ConcurrentHashMap<>();

    public KafkaWarningLimit() {
        this(System::nanoTime);
    }

    /** @param clock as {@link System#nanoTime} */
    KafkaWarningLimit(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] arguments,
            Throwable cause) {
        boolean limited = format != null && level == Level.WARN && logger.getName().startsWith(CLIENTS)
                && logger.getEffectiveLevel() == Level.WARN;
        return limited && !passes(logger.getName() + CLIENT.matcher(format).replaceFirst(" "))
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    private boolean passes(String warning) {
        long now = clock.getAsLong();
        if (shownAt.size() >= MOST_WARNINGS) {
            shownAt.clear();
        }
        Long last = shownAt.putIfAbsent(warning, now);
        return last == null || now - last >= INTERVAL_NANOS && shownAt.replace(warning, last, now);
    }
}
