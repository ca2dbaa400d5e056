package dev.rivulet.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** No line of the log has what lets somebody in or what a reader's position is, whoever writes it and at any level. */
class RedactedLogTest {

    private static final String GRANT = "rg.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-";
    private static final String KEY = "rk.k1.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdE";
    private static final String CURSOR = "AaIEiqSnc5a07elfameQ7AAHAAEAAAAAAAFIabcdefgh.12";

    private final LoggerContext context = new LoggerContext();
    private OutputStreamAppender<ILoggingEvent> appender;
    private Logger root;

    @BeforeEach
    void configure() throws JoranException {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(RedactedLogTest.class.getResource("/logback.xml"));
        root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        appender = (OutputStreamAppender<ILoggingEvent>) root.getAppender("STDERR");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void keysGrantsAndCursorsAreLeftOutOfMessagesValuesAndExceptions() {
        for (String said : List.of("GET /v1/sessions/s/events?cursor=" + CURSOR + "&grant=" + GRANT,
                "grant " + GRANT, "Authorization: Bearer " + KEY, "Sec-WebSocket-Protocol: rivulet, bearer." + GRANT,
                "last-event-id: " + CURSOR, "Last-Event-ID=" + CURSOR, "/stream?lastEventId=" + CURSOR, KEY)) {
            LoggingEvent event = new LoggingEvent(null, root, Level.DEBUG, said + " and more",
                    new IllegalStateException("refused: " + said), null);
            event.addKeyValuePair(new KeyValuePair("of", said));
            String line = new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
            assertThat(line).doesNotContain(GRANT.substring(3)).doesNotContain(KEY.substring(6)).doesNotContain(CURSOR)
                    .contains("***").contains(" and more\"").contains("IllegalStateException");
        }
    }

    @Test
    void otherLinesAreAsTheyWereWritten() {
        LoggingEvent event = new LoggingEvent(null, root, Level.INFO, "gateway ready: org.apache is there\n", null,
                null);
        event.addKeyValuePair(new KeyValuePair("port", 8080));
        assertThat(new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8))
                .endsWith("port=8080 msg=\"gateway ready: org.apache is there \"\n");
    }

    @Test
    void theRouterDoesNotWriteTheAddressesOfRequests() {
        root.setLevel(Level.TRACE);
        assertThat(context.getLogger("io.vertx.ext.web.impl.RouterImpl").isDebugEnabled()).isFalse();
    }
}
