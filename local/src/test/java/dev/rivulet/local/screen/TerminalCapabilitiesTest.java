package dev.rivulet.local.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalCapabilitiesTest {

    private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

    @Test
    void coloursOnATerminalOnly() {
        assertThat(new TerminalCapabilities(true, true, XTERM).colours()).isTrue();
        assertThat(new TerminalCapabilities(true, false, XTERM).colours()).isFalse();
        assertThat(new TerminalCapabilities(false, true, XTERM).canEditLines()).isFalse();
    }

    @Test
    void noColorTakesTheColoursAndLeavesTheStatusLine() {
        TerminalCapabilities noColor = new TerminalCapabilities(true, true, Map.of("TERM", "xterm", "NO_COLOR", "1"));
        assertThat(noColor.colours()).isFalse();
        assertThat(noColor.canEditLines()).isTrue();
        assertThat(new TerminalCapabilities(true, true, Map.of("TERM", "xterm", "NO_COLOR", "")).colours()).isTrue();
    }

    @Test
    void aDumbTerminalOrNoneThatIsNamedHasNeither() {
        for (Map<String, String> environment : List.of(Map.of("TERM", "dumb"), Map.<String, String>of())) {
            TerminalCapabilities dumb = new TerminalCapabilities(true, true, environment);
            assertThat(dumb.colours()).isFalse();
            assertThat(dumb.canEditLines()).isFalse();
        }
    }
}
