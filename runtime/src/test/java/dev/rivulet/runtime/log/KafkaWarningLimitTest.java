package dev.rivulet.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaWarningLimitTest {

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> shown = new ListAppender<>();
    private final Logger kafka = context.getLogger("org.apache.kafka");
    private final Logger network = context.getLogger("org.apache.kafka.clients.NetworkClient");
    private long now;

    @BeforeEach
    void configure() {
        context.addTurboFilter(new KafkaWarningLimit(() -> TimeUnit.SECONDS.toNanos(now)));
        shown.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(shown);
        kafka.setLevel(Level.WARN);
    }

    @Test
    void aWarningOfManyClientsPassesOnceAMinute() {
        for (now = 1; now <= 150; now++) {
            network.warn("[Producer clientId=a] Connection to node {} could not be established.", 1);
            network.warn("[Consumer clientId=b, groupId=g] Connection to node {} could not be established.", 2);
        }
        assertThat(shown.list).hasSize(3);
    }

    @Test
    void anotherWarningAnErrorAndWhatIsNotOfKafkasClientsPass() {
        network.warn("one");
        network.warn("two");
        network.error("one");
        network.error("one");
        context.getLogger("dev.rivulet.Worker").warn("one");
        context.getLogger("dev.rivulet.Worker").warn("one");
        assertThat(shown.list).hasSize(6);
    }

    @Test
    void whoAsksForMoreOfKafkaGetsAllOfIt() {
        kafka.setLevel(Level.INFO);
        network.warn("one");
        network.warn("one");
        assertThat(shown.list).hasSize(2);
    }
}
