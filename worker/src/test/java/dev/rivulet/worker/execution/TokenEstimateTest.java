package dev.rivulet.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.Message;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {

    @BeforeAll
    static void load() {
        TokenEstimate.awaitTokenizer();
    }

    @Test
    void tokensAreCountedAsOpenAisModelsDo() {
        assertThat(TokenEstimate.of("")).isZero();
        assertThat(TokenEstimate.of("Hello, world!")).isEqualTo(4);
        assertThat(TokenEstimate.of(List.of(Message.system("Hello, world!"), Message.user("Hello, world!"))))
                .isBetween(16L, 20L);
    }

    @Test
    void ofALongTextTheBeginningIsCountedAndTheRestScaled() {
        String text = "The river runs to the sea. ".repeat(10_000);
        long tokens = TokenEstimate.of(text);
        assertThat(tokens).isBetween(68_000L, 72_000L);
        assertThat(TokenEstimate.of(List.of(Message.user(text)))).isBetween(tokens - 100, tokens + 100);
        assertThat(TokenEstimate.scaled(text.length(), text.substring(0, 2_700))).isBetween(68_000L, 72_000L);
    }

    @Test
    void aTextOfWhichNothingIsAtHandIsEstimatedAll() {
        assertThat(TokenEstimate.scaled(10, "")).isEqualTo(3);
        assertThat(TokenEstimate.scaled(0, "text")).isZero();
    }

    @Test
    void textOfAnyKindCanBeCounted() {
        for (String text : List.of("<|endoftext|>", "\uD83D\uDE00".repeat(TokenEstimate.MOST_COUNTED), "\uD83D",
                "\u0000",
                "x" + "\uD83D\uDE00".repeat(TokenEstimate.MOST_COUNTED), "a".repeat(100_000), " ".repeat(100_000),
                "\n".repeat(100_000), "\u6F22\u5B57")) {
            assertThat(TokenEstimate.of(text)).as("%.9s", text).isPositive();
        }
    }
}
