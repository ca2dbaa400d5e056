package dev.rivulet.worker.provider.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.worker.provider.Continuation;
import dev.rivulet.worker.provider.Shown;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContinuedTextTest {

    private static final String PREFIX = "The story of a river, from its spring to the sea";

    private final Shown shown = new Shown();
    private final AtomicInteger again = new AtomicInteger();

    @Test
    void theRestIsPassedOnAsItComes() {
        ContinuedText text = text(PREFIX, Continuation.PREFIX);
        text.token(", and");
        assertThat(shown.text()).isEqualTo(", and");
        text.token(" back");
        assertThat(shown.text()).isEqualTo(", and back");
        assertThat(text.beganAgain()).isFalse();
    }

    @Test
    void anAnswerThatBeginsAgainIsNotPassedOn() {
        ContinuedText text = text(PREFIX, Continuation.PREFILL);
        for (String token : (PREFIX + ", and back.").split("(?= )")) {
            text.token(token);
        }
        assertThat(text.beganAgain()).isTrue();
        assertThat(again).hasValue(1);
        assertThat(shown.text()).isEmpty();
    }

    @Test
    void whatOnlyBeginsLikeTheAnswerIsPassedOnWhenItDiffers() {
        ContinuedText text = text(PREFIX, Continuation.PREFIX);
        text.token("The story");
        text.token(" of");
        assertThat(shown.text()).isEmpty();
        text.token(" a lake");
        text.token(" follows.");
        assertThat(shown.text()).isEqualTo("The story of a lake follows.");
    }

    @Test
    void whatIsHeldBackAtTheEndIsPassedOn() {
        ContinuedText text = text(PREFIX, Continuation.PREFIX);
        text.token("The story");
        text.end();
        assertThat(shown.text()).isEqualTo("The story");
        assertThat(text.beganAgain()).isFalse();
    }

    @Test
    void aShortTextCanGoOnWithItsOwnWords() {
        ContinuedText text = text("ha ", Continuation.PREFIX);
        text.token("ha ");
        assertThat(shown.text()).isEqualTo("ha ");
    }

    @Test
    void whiteSpaceThatWasNotSentIsNotRepeated() {
        ContinuedText text = text("Hello,\n ", Continuation.PREFILL);
        text.token("\n");
        text.token(" world");
        assertThat(shown.text()).isEqualTo("world");

        ContinuedText other = text("Hello, ", Continuation.PREFILL);
        other.token("\n");
        assertThat(shown.text()).isEqualTo("world\n");
    }

    private ContinuedText text(String prefix, Continuation continuation) {
        return new ContinuedText(shown, prefix, continuation, again::incrementAndGet);
    }
}
