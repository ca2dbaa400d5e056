package dev.rivulet.local.stack;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.llm.SimulatorConfig;
import java.util.List;
import java.util.Map;

/**
 * The worker's LLM provider: the configured one, or a simulator on loopback that the worker calls over HTTP. The
 * simulator is the model {@code simulator} of the provider {@code simulator}, whatever model the configuration or a
 * turn names.
 *
 * @param config the configuration, with the simulator as the provider if there is one
 * @param simulator null if answers come from a real provider
 */
public record Provider(Config config, LlmSimulator simulator) implements AutoCloseable {

    private static final String SECTION = "rivulet.provider.";
    private static final List<String> NAMES_A_PROVIDER = List.of("kind", "base-url", "api-key");

    /** Returns the provider of a stack for one user: a simulator if no provider is configured. */
    public static Provider ofStack(Config config) {
        boolean configured = NAMES_A_PROVIDER.stream().anyMatch(key -> config.value(SECTION + key).isPresent());
        return configured ? ofWorker(config) : simulated(config);
    }

    /**
     * Returns the provider of a worker, which may belong to a real cluster: a simulator only if it is requested. The
     * worker refuses to start if no provider is configured.
     */
    public static Provider ofWorker(Config config) {
        boolean requested = config.value(SECTION + "kind").filter(Config.SIMULATOR::equals).isPresent();
        return requested ? simulated(config) : new Provider(config, null);
    }

    private static Provider simulated(Config config) {
        LlmSimulator simulator = LlmSimulator.start(SimulatorConfig.defaults());
        simulator.script(Scripts.demo());
        return new Provider(config.with(settingsOf(simulator)), simulator);
    }

    private static Map<String, String> settingsOf(LlmSimulator simulator) {
        return Map.of(SECTION + "kind", "openai", SECTION + "base-url", simulator.baseUrl(),
                SECTION + "api-key", "", SECTION + "name", Config.SIMULATOR, SECTION + "model", Config.SIMULATOR,
                "rivulet.model", Config.SIMULATOR, "rivulet.gateway.models", Config.SIMULATOR);
    }

    /** Returns the settings with which another process uses the simulator; none if there is none. */
    public Map<String, String> settings() {
        return simulator == null ? Map.of() : settingsOf(simulator);
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
