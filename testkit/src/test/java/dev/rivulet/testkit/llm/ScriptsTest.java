package dev.rivulet.testkit.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "one", "  one two\n\nthree ", "tab\there", "🌊 ü\u2028x\n"})
    void wordsJoinedAreTheTextAgain(String text) {
        assertThat(text(Script.of(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Write a haiku about Kafka", "haiku about rivers, please", "haiku on tax law", "A HAIKU!"})
    void aHaikuHasThreeLines(String prompt) {
        assertThat(text(Scripts.demo().apply(request(new Message("user", prompt)))).lines()).hasSize(3);
    }

    @Test
    void theDemoNamesWhatWasAskedAndWhatCameBefore() {
        Script script = Scripts.demo().apply(request(new Message("user", "What is a delta?"),
                new Message("assistant", "A fan of land."), new Message("user", "And an oxbow?")));
        assertThat(text(script)).contains("And an oxbow?", "What is a delta?");
        assertThat(text(Scripts.demo().apply(request(new Message("user", "x"))))).isNotEqualTo(text(script));
    }

    @Test
    void theEchoShowsEveryEarlierTurnWithoutGrowingAtEachOne() {
        Script first = Scripts.echoConversation().apply(request(new Message("user", "hi")));
        assertThat(text(first)).isEqualTo("turn 1 | user: hi");
        Script second = Scripts.echoConversation().apply(request(new Message("user", "hi"),
                new Message("assistant", text(first)), new Message("user", "and now?")));
        assertThat(text(second)).isEqualTo("turn 2 | user: hi | assistant: turn 1 | user: and now?");
    }

    private static SimulatedRequest request(Message... messages) {
        return new SimulatedRequest("m", List.of(messages), OptionalInt.empty(), OptionalDouble.empty(), true, false,
                false, Optional.empty(),
                "{}");
    }

    private static String text(Script script) {
        StringBuilder text = new StringBuilder();
        for (int token = 0; token < script.tokens().count(); token++) {
            text.append(script.tokens().token(token));
        }
        return text.toString();
    }
}
