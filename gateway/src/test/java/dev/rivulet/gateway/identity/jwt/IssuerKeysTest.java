package dev.rivulet.gateway.identity.jwt;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.gateway.config.JwtConfig;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.config.Config;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {

    private static final KeySet BOTH = keys(TestIssuer.RSA, TestIssuer.EC);
    private static final KeySet ONE = keys(TestIssuer.RSA);

    /** What each fetch returns or throws: a fetch waits for it. */
    private final LinkedBlockingQueue<Object> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private IssuerKeys keys;

    @AfterEach
    void close() {
        keys.close();
    }

    @Test
    void thereAreNoneUntilTheyCanBeFetched() {
        start(Map.of("min-refresh-interval", "1ms"));
        assertThat(keys.current()).isEmpty();
        answers.add(new IOException("away"));
        answers.add(new IllegalArgumentException("no keys"));
        await().until(() -> fetches.get() == 3);
        assertThat(keys.current()).isEmpty();
        assertThat(keys.isKnown()).isFalse();
        answers.add(BOTH);
        await().until(() -> keys.current().isPresent());
        assertThat(keys.isKnown()).isTrue();
    }

    @Test
    void theyAreFetchedAgainBeforeAnybodyNeedsThem() {
        start(Map.of("min-refresh-interval", "1ms", "refresh-interval", "5ms"));
        answers.add(BOTH);
        answers.add(ONE);
        await().until(() -> keys.current().filter(now -> now.size() == 1).isPresent());
    }

    @Test
    void whileTheyCannotBeFetchedThoseOfBeforeAreUsed() {
        start(Map.of("min-refresh-interval", "1ms", "refresh-interval", "1ms"));
        answers.add(BOTH);
        for (int i = 0; i < 3; i++) {
            answers.add(new IOException("away"));
        }
        await().until(() -> fetches.get() == 5);
        assertThat(keys.current()).contains(BOTH);
    }

    @Test
    void anOutageIsNotToleratedForEver() {
        start(Map.of("min-refresh-interval", "1ms", "refresh-interval", "1ms", "outage-tolerance", "50ms"));
        answers.add(BOTH);
        await().until(() -> keys.isKnown() && keys.current().isEmpty());
        answers.add(BOTH);
        await().until(() -> keys.current().isPresent());
    }

    @Test
    void aFloodOfQuestionsIsOneFetch() throws Exception {
        start(Map.of("min-refresh-interval", "1ms", "refresh-interval", "1h"));
        answers.add(BOTH);
        await().until(keys::isKnown);
        CompletableFuture<?>[] flood = new CompletableFuture<?>[1_000];
        for (int i = 0; i < flood.length; i++) {
            flood[i] = keys.next();
        }
        // The first ones may have been asked before the fetch began, and all others share the one after it.
        answers.add(ONE);
        answers.add(ONE);
        CompletableFuture.allOf(flood).get(60, TimeUnit.SECONDS);
        assertThat(fetches.get()).isLessThanOrEqualTo(4);
    }

    @Test
    void whoeverAsksDoesNotHurryAFetch() throws Exception {
        start(Map.of("min-refresh-interval", "1h"));
        answers.add(BOTH);
        await().until(keys::isKnown);
        answers.add(ONE);
        CompletableFuture<KeySet> next = keys.next();
        assertThat(fetches.get()).isEqualTo(1);
        keys.close();
        assertThat(failure(next)).isEqualTo(ProblemCode.IDENTITY_UNAVAILABLE);
        assertThat(fetches.get()).isEqualTo(1);
    }

    @Test
    void whoeverAsksIsToldThatTheFetchFailed() throws Exception {
        start(Map.of("min-refresh-interval", "1ms", "refresh-interval", "1h"));
        answers.add(BOTH);
        await().until(keys::isKnown);
        CompletableFuture<KeySet> next = keys.next();
        answers.add(new IOException("away"));
        assertThat(failure(next)).isEqualTo(ProblemCode.IDENTITY_UNAVAILABLE);
    }

    @Test
    void aKeyThatIsWithdrawnIsTold() {
        start(Map.of("min-refresh-interval", "1ms", "refresh-interval", "1ms"));
        AtomicInteger changes = new AtomicInteger();
        keys.onChange(changes::incrementAndGet);
        answers.add(ONE);
        answers.add(BOTH);
        await().until(() -> fetches.get() == 3);
        assertThat(changes).hasValue(0);
        answers.add(ONE);
        await().until(() -> changes.get() == 1);
    }

    private static ProblemCode failure(CompletableFuture<KeySet> next) throws Exception {
        try {
            next.get(60, TimeUnit.SECONDS);
            throw new AssertionError("it did not fail");
        } catch (ExecutionException failed) {
            return ((ProblemException) failed.getCause()).code();
        }
    }

    private void start(Map<String, String> settings) {
        keys = new IssuerKeys(this::fetch, config(settings));
        keys.start();
    }

    private KeySet fetch() throws IOException, InterruptedException {
        fetches.incrementAndGet();
        switch (answers.take()) {
            case KeySet fetched -> {
                return fetched;
            }
            case IOException failure -> throw failure;
            case RuntimeException failure -> throw failure;
            default -> throw new AssertionError();
        }
    }

    private static JwtConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        settings.forEach((name, value) -> all.put("rivulet.auth.jwt." + name, value));
        return Config.of(Map.of(), all).section(AuthConfig.class, AuthConfig.PREFIX).jwt();
    }

    private static KeySet keys(JWK... published) {
        return KeySet.parse(TestIssuer.json(published), Set.of(JWSAlgorithm.RS256,
                JWSAlgorithm.ES256));
    }
}
