package dev.rivulet.local.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J", "\u001b]0;title\u0007", "\u009b31m", "\u0090q\u009c", "\r", "\b", "\u0000",
            "\u007f",
            "\u000e", "\u001b]52;c;cm0gLXJm\u0007"})
    void nothingATerminalWouldObeyRemains(String attack) {
        assertThat(SafeText.of("a" + attack + "b").chars().anyMatch(Character::isISOControl)).isFalse();
        assertThat(SafeText.of("a" + attack + "b")).startsWith("a").endsWith("b");
    }

    @Test
    void wordsOfAnyScriptStayAsTheyAre() {
        String text = "Grüße,\n\t河川 \uD83C\uDF0A \u2028 e\u0301 \u200D";
        assertThat(SafeText.of(text)).isSameAs(text);
    }

    @Test
    void anAttackInPiecesIsTheSameAsInOne() {
        assertThat(SafeText.of("\u001b") + SafeText.of("[31m")).isEqualTo(SafeText.of("\u001b[31m")).isEqualTo("[31m");
    }

    @Test
    void aTextOnOneLine() {
        assertThat(SafeText.line(" first \r\n\n second\tthird\u001b[0m\n")).isEqualTo("first second third[0m");
    }
}
