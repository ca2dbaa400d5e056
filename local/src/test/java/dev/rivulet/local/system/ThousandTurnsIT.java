package dev.rivulet.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.guarantee.GuaranteeReport;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** One worker and one gateway carry a thousand turns at a time. */
@Isolated("it fills the machine")
class ThousandTurnsIT {

    private static TestSystem system;

    @BeforeAll
    static void start() throws InterruptedException {
        system = TestSystem.inSharedKafka(1, 1, Map.of());
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void promise2InOrderNoGapNoDuplicate_overAThousandConcurrentTurns() {
        int turns = 1000;
        GuaranteeReport report = new GuaranteeReport();
        String prompt = "a thousand";
        system.answer(prompt, Script.of("word ".repeat(40)).withTiming(Duration.ofSeconds(2), Duration.ofMillis(50)));
        List<SseStream> streams = IntStream.range(0, turns)
                .mapToObj(i -> system.client(0).stream("thousand-" + i, prompt)).toList();
        streams.forEach(stream -> report.check(TestSystem.observe(stream)));
        assertThat(report.turns()).isEqualTo(turns);
        assertThat(report.examples()).isEmpty();
        assertThat(streams).allSatisfy(stream -> assertThat(stream.events().getLast().type()).isEqualTo("done"));
    }
}
