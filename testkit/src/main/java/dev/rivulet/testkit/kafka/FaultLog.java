package dev.rivulet.testkit.kafka;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a broker's faults and remembers the first. Kafka's own factory ends the process on a fatal fault: here that
 * would end the test run, or the whole one-JVM stack.
 */
final class FaultLog implements FaultHandlerFactory {

    private static final Logger log = LoggerFactory.getLogger(FaultLog.class);

    private final AtomicReference<Throwable> first = new AtomicReference<>();

    @Override
    public FaultHandler build(String name, boolean fatal, Runnable action) {
        return (message, cause) -> {
            IllegalStateException fault = new IllegalStateException(name + ": " + message, cause);
            if (first.compareAndSet(null, fault)) {
                log.atError().addKeyValue("fatal", fatal).setCause(fault).log("broker fault");
            }
            action.run();
            return fault;
        };
    }

    Optional<Throwable> first() {
        return Optional.ofNullable(first.get());
    }
}
