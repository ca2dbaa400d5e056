package dev.rivulet.bench.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.config.Config;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CapacityTest {

    @Test
    void whatIsNotSaidIsMadeLargeEnough() throws Exception {
        CapacityReport report = report("--streams", "20000", "--partitions", "48", "--seconds", "2");
        assertThat(report.fits()).isTrue();
        assertThat(report.toString()).contains("20,000 streams of 20 tokens/s", "400,000 tokens/s, 1,000 turns/s",
                "from the kill to the next attempt");
    }

    @Test
    void aLoadThatDoesNotFitSaysWhatIsShort() throws Exception {
        CapacityReport report = report("--streams", "2000", "--coordinators", "1", "--executors", "1", "--seconds", "1",
                "--set", "rivulet.worker.concurrent-turns=500");
        assertThat(report.fits()).isFalse();
        assertThat(report.toString()).contains("The first to be short is: execution slots (200 %). To go on, add "
                + "executors, or rivulet.worker.concurrent-turns.");
    }

    @Test
    void aClusterOfOneWorkerHasNobodyToKill() throws Exception {
        assertThat(report("--streams", "10", "--coordinators", "1", "--executors", "0", "--seconds", "1").toString())
                .doesNotContain("from the kill");
    }

    @Test
    void argumentsThatCannotBeUsedAreASentence() {
        assertThat(Capacity.commandLine().execute("--streams", "0")).isEqualTo(2);
        assertThat(Capacity.commandLine().execute("--client-named", "120")).isEqualTo(2);
        assertThat(Capacity.commandLine().execute("--set", "rivulet.worker.no-such-setting=1")).isEqualTo(2);
    }

    private static CapacityReport report(String... arguments) throws Exception {
        Capacity command = new Capacity();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return command.report(Config.of(Map.of(), Map.of()));
    }
}
