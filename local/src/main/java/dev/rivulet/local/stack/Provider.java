package dev.rivulet.local.stack;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.llm.SimulatorConfig;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The worker's LLM provider: the configured one, else a simulator on loopback that the worker calls over HTTP.
 *
 * @param config the configuration, with a provider
 * @param simulator null if a provider is configured
 */
public record Provider(Config config, LlmSimulator simulator) implements AutoCloseable {

    public static Provider of(Config config) {
        if (Stream.of("kind", "base-url", "api-key").map(key -> "rivulet.provider." + key)
                .anyMatch(key -> config.value(key).isPresent())) {
            return new Provider(config, null);
        }
        LlmSimulator simulator = LlmSimulator.start(SimulatorConfig.defaults());
        simulator.script(Scripts.demo());
        return new Provider(config.with(
                Map.of("rivulet.provider.base-url", simulator.baseUrl(), "rivulet.provider.name", "simulator")),
                simulator);
    }

    public boolean simulated() {
        return simulator != null;
    }

    @Override
    public void close() {
        if (simulator != null) {
            simulator.close();
        }
    }
}
