package dev.rivulet.bench.capacity.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BenchFileTest {

    /** A worker takes 20 us a token and 1,000 us a turn, its coordination 600 of these; a turn writes 5,000 bytes. */
    private static String measurement(int streams, int tokens) {
        double turn = 1.0 / tokens;
        return String.format(Locale.ROOT, """
                {"shape": "POST", "workload": {"streams": %d, "tokens": %d}, "load": {"receivedTokens": 1000},
                 "cpu": {"WORKER": {"all": %f, "jit": 5, "threads": {"coordination": %f, "eventLoop": 9}},
                         "BROKER": {"all": 6, "jit": 1, "threads": {}},
                         "GATEWAY": {"all": 8, "jit": 1, "threads": {"eventLoop": 6, "tail": 2}}},
                 "logBytes": {"chunk-events": 80000, "turn-results": %f, "prompt-requests": %f}}""", streams, tokens,
                25 + 1_000 * turn, 600 * turn, 4_000 * 1_000 * turn, 1_000 * 1_000 * turn);
    }

    @Test
    void twoLengthsOfAnswersTellTokensAndTurnsApart() throws Exception {
        Costs costs = read(measurement(500, 100) + "," + measurement(500, 800) + "," + measurement(50, 10));

        assertCost(costs.processes().worker(), 20, 1_000);
        assertCost(costs.processes().broker(), 5, 0);
        assertCost(costs.threads().coordination(), 0, 600);
        assertCost(costs.threads().tail(), 2, 0);
        assertCost(costs.log().events(), 80, 0);
        assertCost(costs.log().others(), 0, 5_000);
        assertThat(costs.heartbeats()).isEqualTo(Costs.MEASURED.heartbeats());
    }

    @Test
    void aFileWithOneLengthSaysWhatItLacks() {
        assertThatThrownBy(() -> read(measurement(500, 100))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--tokens SHORT,LONG");
        assertThatThrownBy(() -> read("")).hasMessageContaining("--tokens SHORT,LONG");
    }

    @Test
    void aFileOfAnEarlierVersionSaysWhatItLacks() {
        String before = (measurement(500, 100) + "," + measurement(500, 800)).replace("coordination", "before");
        assertThatThrownBy(() -> read(before)).hasMessageContaining("coordination");
    }

    private static Costs read(String measurements) throws Exception {
        return BenchFile.of(JsonMapper.builder().build().readTree("{\"measurements\": [" + measurements + "]}"));
    }

    private static void assertCost(Cost cost, double token, double turn) {
        assertThat(cost.token()).isCloseTo(token, within(0.01));
        assertThat(cost.turn()).isCloseTo(turn, within(1.0));
    }
}
