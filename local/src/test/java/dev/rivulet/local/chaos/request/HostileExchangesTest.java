package dev.rivulet.local.chaos.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.chaos.request.HostileExchange.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostileExchangesTest {

    private static final long NOW = 1_790_000_000_000L;
    private static final int EXCHANGES = 3_000;

    @Test
    void theSeedDecidesEveryExchange() {
        assertThat(text(1)).isEqualTo(text(1)).isNotEqualTo(text(2));
    }

    @Test
    void everyMutationAndEveryKindOfConnectionComes() {
        Set<String> kinds = exchanges(3).stream().flatMap(one -> Stream.of(one.kind().split("\\+")))
                .collect(Collectors.toSet());
        assertThat(kinds).containsAll(Stream.of(RequestMutation.values()).map(Enum::name).toList()).contains("socket",
                "handshake", "pipelined", "half-sent", "slow", "noise", "resume", "not read", "valid");
    }

    /** Clients must not notice: nothing may be written to or deleted from their sessions. */
    @Test
    void onlyOwnSessionsAreWrittenTo() {
        assertThat(exchanges(4).stream().map(HostileExchangesTest::sent)
                .filter(Pattern.compile("(POST|DELETE) /v1/sessions/c\\d").asPredicate())).isEmpty();
    }

    private static String text(long seed) {
        return exchanges(seed).stream().map(HostileExchangesTest::sent).collect(Collectors.joining());
    }

    private static List<HostileExchange> exchanges(long seed) {
        return Stream.generate(new HostileExchanges(seed, new KnownTurns(), "", () -> NOW)::next).limit(EXCHANGES)
                .toList();
    }

    private static String sent(HostileExchange exchange) {
        return exchange.kind() + exchange.end() + exchange.steps().stream()
                .map(step -> step instanceof Step.Send send
                        ? new String(send.bytes(), 0, Math.min(200, send.bytes().length), StandardCharsets.ISO_8859_1)
                        : step.toString())
                .collect(Collectors.joining());
    }
}
