package dev.rivulet.worker.provider.resilience;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderConfig;
import dev.rivulet.worker.provider.ProviderException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** A provider whose calls, numbered from 1, behave as the test says. */
final class FakeProvider implements LlmProvider {

    static final LlmRequest REQUEST = new LlmRequest("m", List.of(), null, null, null);

    final List<FakeCall> calls = new CopyOnWriteArrayList<>();
    private final String name;
    private final IntFunction<FakeCall> behaviour;
    private final Set<String> unsupported;

    FakeProvider(String name, IntFunction<FakeCall> behaviour) {
        this(name, behaviour, Set.of());
    }

    /** @param unsupported the options that it cannot honour */
    FakeProvider(String name, IntFunction<FakeCall> behaviour, Set<String> unsupported) {
        this.name = name;
        this.behaviour = behaviour;
        this.unsupported = unsupported;
    }

    @Override
    public Optional<String> unsupported(ModelOptions options) {
        return options.values().keySet().stream().filter(unsupported::contains).findFirst();
    }

    static ProviderConfig config(Map<String, String> properties) {
        return Config.of(Map.of(), properties).section(ProviderConfig.class, ProviderConfig.PREFIX);
    }

    /** Streams on a thread of its own; ends with the failure, or null. */
    static CompletableFuture<Throwable> streaming(LlmCall call, CompletionListener listener) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                call.stream(listener);
                end.complete(null);
            } catch (Throwable failure) {
                end.complete(failure);
            }
        });
        return end;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LlmCall prepare(LlmRequest request) {
        FakeCall next = behaviour.apply(calls.size() + 1);
        calls.add(next);
        return new LlmCall() {
            @Override
            public LlmCompletion stream(CompletionListener listener) throws ProviderException {
                listener.requestSent(name, request.model());
                return next.stream(listener);
            }

            @Override
            public void stop(Stop reason) {
                next.stop(reason);
            }
        };
    }

    @Override
    public void close() {}
}
