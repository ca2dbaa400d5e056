package dev.rivulet.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartedPartsTest {

    private final List<String> closed = new ArrayList<>();
    private final StartedParts parts = new StartedParts();

    @Test
    void allAreClosedOnceInReverseOrderAlthoughSomeFail() {
        IOException last = new IOException("last");
        add("first", null);
        add("second", new IllegalStateException("second"));
        add("third", last);

        assertThatThrownBy(parts::close).isInstanceOf(IllegalStateException.class).hasCause(last);
        parts.close();

        assertThat(closed).containsExactly("third", "second", "first");
    }

    private void add(String name, Exception failure) {
        AutoCloseable part = () -> {
            closed.add(name);
            if (failure != null) {
                throw failure;
            }
        };
        assertThat(parts.add(part)).isSameAs(part);
    }
}
