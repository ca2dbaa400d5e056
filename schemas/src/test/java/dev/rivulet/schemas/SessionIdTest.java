package dev.rivulet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-Z.a_z~0-9", "..", "0192f3a4-0000-7000-8000-000000000000"})
    void takesWhatIsSafeInKeysUrlsAndLogLines(String text) {
        assertThat(new SessionId(text)).hasToString(text);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "a b", "a/b", "a%2fb", "a\n", "\na", "a\r\nb", "é", "\u0661", "a\u0000", "\"",
            "\ud83d\ude00"})
    void refusesEverythingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionId(text));
    }

    @Test
    void is128CharactersLongAtMost() {
        assertThat(new SessionId("x".repeat(128)).value()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionId("x".repeat(129)));
    }

    @Test
    void refusalDoesNotRepeatTheText() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionId("hush hush"))
                .withMessageNotContaining("hush");
    }

    @Test
    void namesItsOwnerWhereThereIsOne() {
        assertThat(new SessionId("StrGjaFemq6js04qTMy_dx~demo~1").owner()).isEqualTo("StrGjaFemq6js04qTMy_dx");
        assertThat(new SessionId("demo~1").owner()).isEmpty();
        assertThat(new SessionId("demo").owner()).isEmpty();
        assertThat(new SessionId("a.rGjaFemq6js04qTMy_dx~demo").owner()).isEmpty();
    }
}
