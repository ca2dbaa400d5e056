package dev.rivulet.local.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * An example program, and what it is to print.
 *
 * @param expectation looks at its output
 */
record Example(Class<?> program, String[] arguments, Consumer<String> expectation) {

    static Example of(Class<?> program, String... arguments) {
        return new Example(program, arguments, output -> {});
    }

    Example prints(String output) {
        return and(text -> assertThat(text).isEqualTo(output));
    }

    Example printsMatch(String pattern) {
        return and(text -> assertThat(text).matches("(?s)" + pattern));
    }

    Example printsParts(String... parts) {
        return and(text -> assertThat(text).containsSubsequence(parts));
    }

    private Example and(Consumer<String> more) {
        return new Example(program, arguments, expectation.andThen(more));
    }

    String name() {
        return program.getSimpleName();
    }

    /** Runs it, and looks at what it prints. */
    void run() throws ReflectiveOperationException {
        expectation.accept(output());
    }

    /** Runs it in this process; what it prints. */
    String output() throws ReflectiveOperationException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.getMethod("main", String[].class).invoke(null, (Object) arguments);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
