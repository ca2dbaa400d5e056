package dev.rivulet.worker.provider.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.config.Secret;
import dev.rivulet.schemas.Message;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private static final String PROMPT = "My blood group is AB negative, and my name is Eve.";

    private final Redaction redaction = new Redaction(Optional.of(new Secret("local key")), List.of(
            Message.user(PROMPT), Message.assistant("I see")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Incorrect API key provided: sk-proj-a1B2c3. You can find it at https://x.example/keys. | "
                    + "Incorrect *** You can find it at https://x.example/keys.",
            "invalid x-api-key: abc | invalid ***", "Authorization: Bearer abc.def | ***",
            "got 'Bearer abc' here | got '*** here", "bad key AIzaSyA-1_2 | bad key ***",
            "the token eyJhbGciOi.eyJzdWIi.c2ln expired | the token *** expired",
            "no such key: gsk_1234 | no such key: ***", "of org 9f86d081884c7d659a2feaa0c55ad015 | of org ***",
            "the local key is wrong | the *** is wrong"})
    void whatLooksLikeACredentialIsLeftOut(String said, String logged) {
        assertThat(redaction.apply(said)).doesNotContain("a1B2c3").isEqualTo(logged);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "rate_limit_exceeded | Rate limit reached for gpt-4o-mini-2024-07-18: Limit 30000, Used 29000.",
            "max_tokens: 5000 > 4096, which is the maximum for claude-3-5-sonnet-20241022",
            "ConnectException: Connection refused: /127.0.0.1:9",
            "unsupported_parameter | max_tokens | Use 'max_completion_tokens' instead."})
    void whatOperatorsNeedStays(String said) {
        assertThat(redaction.apply(said)).isEqualTo(said);
    }

    @Test
    void whatUsersAndModelsWroteIsLeftOut() {
        assertThat(redaction.apply("Input should be a string, input: {'content': '" + PROMPT + "'}"))
                .isEqualTo("Input should be a string, input: {'content': '***'}");
        assertThat(redaction.apply("flagged: 'blood group is AB' (hate)")).isEqualTo("flagged: '***' (hate)");
    }

    @Test
    void aLineOfTheLogStaysOneShortLine() {
        assertThat(redaction.apply("a\r\n2026-01-01 ERROR forged\u2028b\u202Ec\u0000")).isEqualTo(
                "a 2026-01-01 ERROR forged b c");
        assertThat(redaction.apply("no: " + "\uD83E\uDD80".repeat(10_000))).hasSizeLessThan(400).startsWith("no: ")
                .endsWith("...").satisfies(
                        text -> assertThat(text.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF));
    }

    @Test
    void aKeyIsNotShownInPartBecauseTheTextIsCut() {
        assertThat(redaction.apply("x ".repeat(145) + "sk-proj-a1B2c3d4e5")).doesNotContain("sk-").contains("***");
    }

    @Test
    void aTurnWithALongPromptDoesNotWaitForItsLog() {
        String quote = "q".repeat(700);
        String prompt = ("x".repeat(14) + "y").repeat(70_000) + quote;
        Redaction ofLongPrompt = new Redaction(Optional.empty(), List.of(Message.user(prompt)));
        String said = "no: " + quote + " " + ("x".repeat(14) + "z").repeat(33);

        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        String logged = ofLongPrompt.apply(said);

        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - begin)).isLessThan(Duration.ofSeconds(1));
        assertThat(prompt).hasSizeGreaterThan(1_000_000);
        assertThat(said).hasSize(1_200);
        assertThat(logged).startsWith("no: *** xxxxxxxxxxxxxxzxx");
    }

    @Test
    void everyQuoteIsLeftOutWhereverItStands() {
        Redaction ofThree = new Redaction(Optional.empty(), List.of(Message.user("one two three four five six"),
                Message.user("three four five six seven eight nine"), Message.user("eight chars"),
                Message.user("short")));

        assertThat(ofThree.apply("[two three four five six seven eight] short [eight chars] [one two three four]"))
                .isEqualTo("[***] short [***] [***]");
        assertThat(ofThree.apply("[two three four] eight char")).isEqualTo("[two three four] eight char");
    }
}
