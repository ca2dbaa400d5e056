package dev.rivulet.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.TurnId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A grant lets in its owner, restricted to what was given, and no other text lets in anybody. */
class GrantsTest {

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00.250Z");
    private static final TurnId TURN = TurnId.parse("01a2048a-a6b1-7261-9de7-50d983ee366e");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final Grants grants = new Grants(TestSecrets.fixed(TestSecrets.FIRST), LIFETIME, now::get);
    private final Principal alice = Principal.of("https://issuer.example/", "alice@\u00e4.example|x");
    private final Caller owner = caller(EnumSet.allOf(Scope.class));

    @Test
    void whoShowsItIsTheOwnerForThisSessionAlone() {
        Caller reader = grants.caller(issue(Grant.Access.READ, Optional.empty()).text());
        assertThat(reader.principal()).isEqualTo(alice);
        assertThat(reader.principal().session("demo")).isEqualTo(alice.session("demo"));
        assertThat(reader.scopes()).containsExactly(Scope.READ);
        assertThat(reader.quotaClass()).contains("gold");
        assertThat(reader.principal().inRecords()).contains(new RequestedBy(alice.toString(), "gold"));
        for (String other : List.of("demo2", "dem", "DEMO", alice.session("demo").key().value())) {
            assertRefused(ProblemCode.OUTSIDE_GRANT, () -> reader.principal().session(other));
        }
        assertThat(grants.caller(issue(Grant.Access.WRITE, Optional.empty()).text()).scopes())
                .containsExactlyInAnyOrder(Scope.READ, Scope.ASK, Scope.CANCEL);
    }

    @Test
    void aGrantOfATurnIsForNoOtherAndNotForItsSession() {
        Caller reader = grants.caller(issue(Grant.Access.READ, Optional.of(TURN)).text());
        reader.requireTurn(TURN);
        assertRefused(ProblemCode.OUTSIDE_GRANT, () -> reader.requireTurn(null));
        assertRefused(ProblemCode.OUTSIDE_GRANT,
                () -> reader.requireTurn(TurnId.parse("01a2048a-a6b1-7261-9de7-50d983ee366f")));
        grants.caller(issue(Grant.Access.READ, Optional.empty()).text()).requireTurn(null);
    }

    @Test
    void itIsOverWhenItsTimeIs() {
        Grants.Issued issued = issue(Grant.Access.READ, Optional.empty());
        assertThat(issued.expiresAt()).isEqualTo(Instant.parse("2026-06-01T13:00:00Z"));
        Caller reader = grants.caller(issued.text());
        now.set(issued.expiresAt().minusMillis(1));
        assertThat(holds(grants, reader)).isTrue();
        now.set(issued.expiresAt());
        assertThat(holds(grants, reader)).isFalse();
        assertRefused(ProblemCode.EXPIRED_GRANT, () -> grants.caller(issued.text()));
    }

    @Test
    void itIsValidUnderEachOfTwoSecretsAndVoidWithoutItsOwn() {
        Grants.Issued issued = issue(Grant.Access.READ, Optional.empty());
        Grants rotated = with(TestSecrets.SECOND, TestSecrets.FIRST);
        Caller reader = rotated.caller(issued.text());
        assertThat(holds(rotated, reader)).isTrue();
        Grants removed = with(TestSecrets.SECOND);
        assertThat(holds(removed, reader)).isFalse();
        assertRefused(ProblemCode.INVALID_GRANT, () -> removed.caller(issued.text()));
        assertRefused(ProblemCode.INVALID_GRANT,
                () -> new Grants(SigningSecrets.NONE, LIFETIME, now::get).caller(issued.text()));
    }

    @Test
    void anAlteredGrantIsNone() {
        String text = issue(Grant.Access.READ, Optional.of(TURN)).text();
        byte[] bytes = Base64.getUrlDecoder().decode(text.substring(3));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String altered = "rg." + Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            assertRefused(ProblemCode.INVALID_GRANT, () -> grants.caller(altered));
        }
        for (String none : List.of("rg.", "rg.AAAA", "rg.!", text.substring(0, text.length() - 4), text + "AAAA",
                "rk." + text.substring(3), "rg." + "A".repeat(5_000))) {
            assertRefused(ProblemCode.INVALID_GRANT, () -> grants.caller(none));
        }
    }

    @Test
    void itSaysNothingToWhoeverHasIt() {
        Grants.Issued issued = issue(Grant.Access.READ, Optional.empty());
        assertThat(issued.text()).matches("rg\\.[A-Za-z0-9_-]+").isNotEqualTo(
                issue(Grant.Access.READ, Optional.empty()).text());
        String bytes = new String(Base64.getUrlDecoder().decode(issued.text().substring(3)),
                StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("alice").doesNotContain("demo");
        assertThat(issued.toString() + grants.caller(issued.text()).credential()).doesNotContain(issued.text())
                .doesNotContain("alice").doesNotContain("demo").doesNotContain(TestSecrets.FIRST);
    }

    @Test
    void nobodyGivesWhatItMayNotDoAndNobodyGivesOn() {
        Caller reader = caller(EnumSet.of(Scope.READ));
        issueBy(reader, Grant.Access.READ);
        assertRefused(ProblemCode.MISSING_SCOPE, () -> issueBy(reader, Grant.Access.WRITE));
        assertRefused(ProblemCode.MISSING_SCOPE,
                () -> issueBy(caller(EnumSet.of(Scope.READ, Scope.ASK)), Grant.Access.WRITE));
        Caller given = grants.caller(issue(Grant.Access.WRITE, Optional.empty()).text());
        assertRefused(ProblemCode.MISSING_SCOPE, () -> issueBy(given, Grant.Access.READ));
        assertRefused(ProblemCode.GRANTS_OFF, () -> new Grants(SigningSecrets.NONE, LIFETIME, now::get).issue(owner,
                alice.session("demo"), Optional.empty(), Grant.Access.READ, LIFETIME));
    }

    private Grants.Issued issue(Grant.Access access, Optional<TurnId> turn) {
        return grants.issue(owner, alice.session("demo"), turn, access, LIFETIME);
    }

    private void issueBy(Caller by, Grant.Access access) {
        assertThat(grants.issue(by, alice.session("demo"), Optional.empty(), access, LIFETIME).text()).isNotEmpty();
    }

    private Grants with(String... secrets) {
        return new Grants(TestSecrets.fixed(secrets), LIFETIME, now::get);
    }

    private static boolean holds(Grants grants, Caller caller) {
        return new WithGrants(Authentication.NONE, grants).holds(caller);
    }

    private Caller caller(Set<Scope> scopes) {
        ApiKey key = ApiKey.generate("k", "alice", scopes, Optional.of("gold")).line();
        return new Caller(alice, scopes, Optional.of(key));
    }

    private static void assertRefused(ProblemCode code, Runnable attempt) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(attempt::run)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
