package dev.rivulet.gateway;

import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.testkit.kafka.SharedKafka;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gateways and a fake worker over the broker that all tests share, started once for a test class, with topics of its
 * own.
 * A class registers it in a static field; what it hands out can be used from {@code @BeforeAll} on.
 */
final class GatewayExtension implements BeforeAllCallback, AfterAllCallback {

    private final Map<String, String> settings;
    private final List<TestGateway> gateways = new ArrayList<>();
    private final FakeWorker worker = new FakeWorker();
    private final List<AutoCloseable> others = new ArrayList<>();
    private String prefix; // null before the class is entered

    private GatewayExtension(Map<String, String> settings) {
        this.settings = settings;
    }

    /** @param settings of all its gateways, in addition to those of {@link TestGateway}; the last of a name is taken */
    @SafeVarargs
    static GatewayExtension with(Map<String, String>... settings) {
        Map<String, String> all = new HashMap<>();
        for (Map<String, String> some : settings) {
            all.putAll(some);
        }
        return new GatewayExtension(all);
    }

    static GatewayExtension withDefaults() {
        return with(Map.of());
    }

    /** Closes these after the gateways, such as the files of their settings. */
    GatewayExtension closing(AutoCloseable... more) {
        others.addAll(List.of(more));
        return this;
    }

    /** Says what the worker does with each prompt, on its own thread, as soon as it reads it. */
    GatewayExtension onPrompt(BiConsumer<FakeWorker, PromptRequested> action) {
        worker.onPrompt(action);
        return this;
    }

    /** Sets the JSON with which the worker answers a question about a session's state; null for none. */
    GatewayExtension onQuestion(Function<SessionRequested, String> reply) {
        worker.onQuestion(reply);
        return this;
    }

    /** Adds a gateway: each call one more. */
    TestGateway gateway() {
        TestGateway gateway = new TestGateway();
        gateways.add(gateway);
        return gateway;
    }

    FakeWorker worker() {
        return worker;
    }

    /** Starts one more gateway now, at default settings. The caller closes it. */
    TestGateway startAnother() {
        return startAnother(Map.of());
    }

    /** Starts one more gateway now, with other settings than those of the class. The caller closes it. */
    TestGateway startAnother(Map<String, String> others) {
        return new TestGateway().start(SharedKafka.bootstrapServers(), prefix, others);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        prefix = SharedKafka.newPrefix(context.getRequiredTestClass());
        // The gateways first: they create the topics.
        gateways.forEach(gateway -> gateway.start(SharedKafka.bootstrapServers(), prefix, settings));
        worker.start(SharedKafka.bootstrapServers(), prefix);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        worker.close();
        gateways.forEach(TestGateway::close);
        for (AutoCloseable other : others) {
            other.close();
        }
    }
}
