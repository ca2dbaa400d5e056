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

    private static final int STREAMS = 4;
    private static final int TOKENS = 20;

    @Test
    void everyTokenOfEveryTurnIsCountedInEveryShape(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("figures.json");
        int status = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute("--streams",
                Integer.toString(STREAMS), "--tokens", Integer.toString(TOKENS), "--rate", "50", "--seconds", "1",
                "--warmup", "0", "--pause", "0", "--shapes", "direct,post,keyed,chat,websocket,followed", "--json",
                json.toString());
        assertThat(status).isZero();

        JsonNode measurements = JsonMapper.builder().build().readTree(json.toFile()).get("measurements");
        assertThat(measurements).hasSize(6).allSatisfy(measurement -> {
            JsonNode load = measurement.get("load");
            assertThat(load.get("turns").asLong()).as("%s", measurement).isGreaterThanOrEqualTo(STREAMS);
            assertThat(load.get("receivedTokens").asLong()).isEqualTo(load.get("turns").asLong() * TOKENS);
            assertThat(load.get("measuredTokens").asLong()).isPositive()
                    .isLessThan(load.get("receivedTokens").asLong());
            assertThat(load.at("/firstToken/count").asLong()).isEqualTo(load.get("measuredTurns").asLong());
            boolean followed = measurement.get("shape").asText().equals("FOLLOWED");
            assertThat(load.get("followedTokens").asLong())
                    .isEqualTo(followed ? load.get("receivedTokens").asLong() : 0);
            assertThat(measurement.at("/cpu/SIMULATOR/all").asDouble()).isPositive();
        });
        assertThat(measurements).filteredOn(measurement -> !measurement.get("shape").asText().equals("DIRECT"))
                .hasSize(5).allSatisfy(measurement -> assertThat(measurement.at("/systemCpu/all").asDouble())
                        .isGreaterThan(measurement.at("/systemCpu/jit").asDouble()));
    }
}
