package dev.rivulet.testkit.llm;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The configuration of an {@link LlmSimulator}.
 *
 * @param port 0 for a free port
 * @param eventLoops number of threads; one serves some thousand streams
 * @param models listed by {@code GET /v1/models}
 * @param knows the models that are answered; others get 404 {@code model_not_found}
 * @param apiKey requests without this key get 401; empty for no check
 * @param continues whether an answer is continued where a last message of the assistant ends; otherwise it begins again
 */
public record SimulatorConfig(String host, int port, int eventLoops, List<String> models, Predicate<String> knows,
        Optional<String> apiKey, boolean continues) {

    public static final String UNKNOWN_MODEL = "no-such-model";

    public SimulatorConfig {
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops must be at least 1, not " + eventLoops);
        }
        models = List.copyOf(models);
    }

    /** Loopback, a free port, one event loop, every model except {@value #UNKNOWN_MODEL}, no key. */
    public static SimulatorConfig defaults() {
        return new SimulatorConfig("127.0.0.1", 0, 1, List.of("gpt-4o-mini", "gpt-4o"),
                model -> !model.equals(UNKNOWN_MODEL), Optional.empty(), true);
    }

    public SimulatorConfig withPort(int other) {
        return new SimulatorConfig(host, other, eventLoops, models, knows, apiKey, continues);
    }

    public SimulatorConfig withApiKey(String key) {
        return new SimulatorConfig(host, port, eventLoops, models, knows, Optional.of(key), continues);
    }

    /** Returns the same for a provider that cannot continue an answer. */
    public SimulatorConfig withoutContinuation() {
        return new SimulatorConfig(host, port, eventLoops, models, knows, apiKey, false);
    }

    @Override
    public String toString() {
        return "SimulatorConfig[" + host + ":" + port + ", eventLoops=" + eventLoops + ", models=" + models
                + ", apiKey="
                + (apiKey.isPresent() ? "***" : "none") + "]";
    }
}
