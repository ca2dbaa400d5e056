package dev.rivulet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A short run of the whole benchmark, with all its processes: tests its counters, not its times. */
class BenchIT {

    @Test
    void everyTokenOfEveryTurnIsCountedOnBothRoutes(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("figures.json");
        int status = new CommandLine(new Bench()).execute("--streams", "4", "--tokens", "20,60", "--seconds", "4",
                "--warmup", "0", "--json", json.toString());
        assertThat(status).isZero();

        JsonNode measurements = JsonMapper.builder().build().readTree(json.toFile()).get("measurements");
        assertThat(measurements).as("two lengths of turns, two routes").hasSize(4).allSatisfy(measurement -> {
            JsonNode load = measurement.get("load");
            assertThat(load.get("turns").asLong()).as("%s", measurement).isGreaterThanOrEqualTo(4);
            assertThat(load.get("receivedTokens").asLong())
                    .isEqualTo(load.get("turns").asLong() * measurement.at("/workload/tokens").asLong());
            assertThat(load.get("measuredTokens").asLong()).isPositive()
                    .isLessThan(load.get("receivedTokens").asLong());
            assertThat(load.at("/firstToken/count").asLong()).isEqualTo(load.get("measuredTurns").asLong());
            assertThat(measurement.at("/cpu/SIMULATOR/all").asDouble()).isPositive();
        });
        assertThat(measurements).filteredOn(measurement -> measurement.get("route").asText().equals("RIVULET"))
                .hasSize(2).allSatisfy(measurement -> assertThat(measurement.at("/systemCpu/all").asDouble())
                        .isGreaterThan(measurement.at("/systemCpu/jit").asDouble()));
    }
}
