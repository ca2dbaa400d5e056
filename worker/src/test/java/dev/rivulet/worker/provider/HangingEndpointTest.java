package dev.rivulet.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.Message;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.WireServer.Then;
import dev.rivulet.worker.provider.WireServer.Wire;
import dev.rivulet.worker.provider.anthropic.AnthropicProvider;
import dev.rivulet.worker.provider.openai.OpenAiProvider;
import dev.rivulet.worker.provider.resilience.Providers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that accept a request and then send nothing, as a load balancer in front of a dead server does. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class HangingEndpointTest {

    private static final String STREAM = Wire.head(200, "text/event-stream");
    private static final Wire ANSWER = new Wire(STREAM, Wire.parts(
            "data: {\"choices\":[{\"delta\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}\n\n",
            "data: [DONE]\n\n"), Then.END_BODY);

    private final ProviderLoops loops = ProviderLoops.start(1);
    private final Shown shown = new Shown();

    @AfterEach
    void close() {
        loops.close();
    }

    static Stream<Arguments> hanging() {
        return Stream.of("openai", "anthropic").flatMap(kind -> Stream.of(
                arguments(kind, "before the headers", new Wire("", List.of(), Then.STALL)),
                arguments(kind, "after the headers", new Wire(STREAM, List.of(), Then.STALL)),
                arguments(kind, "after a ping", new Wire(STREAM, Wire.parts(": ping\n\n",
                        "event: ping\ndata: {\"type\":\"ping\"}\n\n"), Then.STALL))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("hanging")
    void theNextEndpointAnswersForOneThatHangs(String kind, String where, Wire wire) throws Exception {
        try (WireServer hanging = new WireServer(wire);
                WireServer good = new WireServer(ANSWER);
                LlmProvider provider = Providers.of(Config.of(Map.of(), Map.of("rivulet.provider.kind", kind,
                        "rivulet.provider.base-url", hanging.address(), "rivulet.provider.first-token-timeout", "300ms",
                        "rivulet.provider.fallback[0].name", "second", "rivulet.provider.fallback[0].base-url",
                        good.address())).section(ProviderConfig.class, ProviderConfig.PREFIX), this::client,
                        new TurnMetrics(new SimpleMeterRegistry(), Set.of()))) {
            LlmCall call = provider.prepare(new LlmRequest("m", List.of(Message.user("hi")), null, null, null));

            assertThat(call.stream(shown).finishReason()).isEqualTo("stop");

            assertThat(shown.text()).isEqualTo("hello");
            assertThat(shown.asked).containsExactly(kind + "/m", "second/m");
            assertThat(shown.failed).containsExactly(kind + "/first_token_timeout");
        }
    }

    private LlmProvider client(EndpointConfig endpoint) {
        return switch (endpoint.kind()) {
            case OPENAI -> new OpenAiProvider(endpoint, loops);
            case ANTHROPIC -> new AnthropicProvider(endpoint);
        };
    }
}
