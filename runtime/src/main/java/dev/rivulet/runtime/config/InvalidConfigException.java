package dev.rivulet.runtime.config;

import java.util.List;

/** The configuration cannot be used. The message is for the operator; a process stops with it. */
public final class InvalidConfigException extends RuntimeException {

    private final transient List<String> problems;

    /** @param problem a sentence that names the setting */
    public InvalidConfigException(String problem) {
        this(List.of(problem));
    }

    InvalidConfigException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns a sentence for each setting that cannot be used. */
    public List<String> problems() {
        return problems;
    }
}
