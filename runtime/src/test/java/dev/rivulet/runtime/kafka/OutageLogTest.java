package dev.rivulet.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutageLogTest {

    private final OutageLog outages = new OutageLog();

    @Test
    void anOutageIsALineAtItsBeginOneAMinuteAndOneAtItsEnd() {
        try (CapturedLog log = new CapturedLog(OutageLog.class)) {
            for (int second = 0; second < 200; second++) {
                boolean up = second < 10 || second >= 140;
                outages.record(up, TimeUnit.SECONDS.toNanos(second));
            }
            assertThat(log.lines()).containsExactly("WARN Kafka does not answer null",
                    "WARN Kafka still does not answer [forSeconds=\"60\"]",
                    "WARN Kafka still does not answer [forSeconds=\"120\"]",
                    "WARN Kafka answers again [afterSeconds=\"130\"]");
        }
    }
}
