package dev.rivulet.gateway.identity.jwt;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JwtAuthenticationTest {

    private final TestIssuer issuer = new TestIssuer();
    private JwtAuthentication tokens;

    @AfterEach
    void close() {
        tokens.close();
        issuer.close();
    }

    @Test
    void aTokenThatWasVerifiedIsKnownAtOnce() throws Exception {
        open(Map.of());
        String token = TestIssuer.token("alice");
        Caller alice = tokens.caller(token).get(60, TimeUnit.SECONDS);
        CompletableFuture<Caller> again = tokens.caller(token);
        assertThat(again).isCompletedWithValue(alice);
        assertThat(again.join()).isSameAs(alice);
        assertThat(tokens.holds(alice)).isTrue();
    }

    @Test
    void itIsKnownNoLongerThanItsKeyIsPublished() throws Exception {
        open(Map.of("rivulet.auth.jwt.refresh-interval", "200ms"));
        Caller alice = tokens.caller(TestIssuer.token("alice")).get(60, TimeUnit.SECONDS);
        CompletableFuture<Void> changed = new CompletableFuture<>();
        tokens.onChange(() -> changed.complete(null));
        BadTokens.publishOnlyNewKey(issuer);
        changed.get(60, TimeUnit.SECONDS);
        assertThat(tokens.holds(alice)).isFalse();
    }

    @Test
    void soManyWaitForUnknownKeysAndOthersAreVerifiedMeanwhile() throws Exception {
        open(Map.of("rivulet.auth.jwt.min-refresh-interval", "1h", "rivulet.auth.jwt.max-waiting", "5",
                "rivulet.auth.jwt.threads", "1"));
        List<CompletableFuture<Caller>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(tokens.caller(BadTokens.ofUnknownKey("kid-" + i)));
            assertThat(tokens.caller(TestIssuer.token("alice-" + i)).get(60, TimeUnit.SECONDS)).isNotNull();
        }
        await().untilAsserted(() -> assertThat(refusal(tokens.caller(BadTokens.ofUnknownKey("one-more"))))
                .isEqualTo(ProblemCode.IDENTITY_UNAVAILABLE));
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        tokens.close();
        for (CompletableFuture<Caller> waits : waiting) {
            assertThat(refusal(waits)).isEqualTo(ProblemCode.IDENTITY_UNAVAILABLE);
        }
    }

    private static ProblemCode refusal(CompletableFuture<Caller> answer) throws Exception {
        ExecutionException failed = assertThrows(ExecutionException.class,
                () -> answer.get(5, TimeUnit.SECONDS));
        return ((ProblemException) failed.getCause()).code();
    }

    private void open(Map<String, String> settings) {
        tokens = issuer.open(settings);
        await().until(() -> tokens.problem().isEmpty());
    }
}
