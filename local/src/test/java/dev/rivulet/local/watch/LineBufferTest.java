package dev.rivulet.local.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineBufferTest {

    private final LineBuffer lines = new LineBuffer();

    @Test
    void aLineComesWhenItIsWhole() {
        assertThat(lines.add("a ")).isEmpty();
        assertThat(lines.add("b")).isEmpty();
        assertThat(lines.add(" c\nd\ne")).isEqualTo("a b c\nd\n");
        assertThat(lines.add("\n")).isEqualTo("e\n");
    }

    @Test
    void theRestComesAtTheEndAndOnce() {
        lines.add("no end");
        assertThat(lines.rest()).isEqualTo("no end");
        assertThat(lines.rest()).isEmpty();
    }
}
