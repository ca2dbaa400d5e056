package dev.rivulet.runtime.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Collects what is wrong with the parts of a configuration, so that an operator is told all of it at once. For one
 * thread at a time.
 */
public final class ConfigProblems {

    private final Set<String> found = new LinkedHashSet<>();

    /** Returns what the supplier returns; null when it throws {@link InvalidConfigException}, which is kept. */
    public <T> T read(Supplier<T> part) {
        try {
            return part.get();
        } catch (InvalidConfigException invalid) {
            found.addAll(invalid.problems());
            return null;
        }
    }

    /** Runs a check, and keeps the {@link InvalidConfigException} that it throws. */
    public void check(Runnable part) {
        read(() -> {
            part.run();
            return null;
        });
    }

    /** @throws InvalidConfigException that names every problem, when there is one */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidConfigException(List.copyOf(found));
        }
    }
}
