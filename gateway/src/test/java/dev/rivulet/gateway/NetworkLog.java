package dev.rivulet.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The warnings and errors that Netty and Vert.x log in this process, except of event loops that wait for a CPU. */
public final class NetworkLog implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    public NetworkLog() {
        lines.start();
        root.addAppender(lines);
    }

    /** Returns the messages since the start. */
    public List<String> warnings() {
        return List.copyOf(lines.list).stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .filter(line -> line.getLoggerName().startsWith("io.netty.")
                        || line.getLoggerName().startsWith("io.vertx."))
                .filter(line -> !line.getLoggerName().endsWith("BlockedThreadChecker"))
                .map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
        root.detachAppender(lines);
    }
}
