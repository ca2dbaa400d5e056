package dev.rivulet.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** Hears what every broker of this JVM logs, so no other may run. */
@Isolated
class BrokerLoggingIT {

    private final Logger kafkaLog = (Logger) LoggerFactory.getLogger("kafka.server");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        kafkaLog.setLevel(Level.INFO);
        kafkaLog.setAdditive(false);
        kafkaLog.addAppender(lines);
    }

    @AfterEach
    void restore() {
        kafkaLog.detachAppender(lines);
        kafkaLog.setAdditive(true);
        kafkaLog.setLevel(null);
    }

    @Test
    void theBrokerLogsToLogbackAndNeedsNoLog4jCore() throws Exception {
        assertThatThrownBy(() -> Class.forName("org.apache.logging.log4j.core.Logger"))
                .isInstanceOf(ClassNotFoundException.class);
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            // The only part of a broker that needs more of log4j than a logger.
            ConfigResource loggers = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "0");
            assertThat(admin.describeConfigs(List.of(loggers)).all().get()).containsKey(loggers);
            assertThat(kafka.firstFault()).isEmpty();
        }
        assertThat(lines.list).isNotEmpty().noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.ERROR));
    }
}
