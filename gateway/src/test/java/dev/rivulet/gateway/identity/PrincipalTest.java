package dev.rivulet.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {

    private static final Principal ALICE = Principal.of("https://issuer.example", "alice");

    @Test
    void withoutAuthenticationTheKeyOfASessionIsItsName() {
        OwnedSession session = Principal.ANONYMOUS.session("demo~1");
        assertThat(session.key()).isEqualTo(new SessionId("demo~1"));
        assertThat(session.name()).isEqualTo("demo~1");
    }

    @Test
    void theOwnerIsInTheKeyAndNotInTheName() {
        OwnedSession session = ALICE.session("demo");
        // echo -n 'https://issuer.example|alice' | sha256sum | xxd -r -p | base64 | tr +/ -_ | cut -c1-22
        assertThat(session.key().value()).isEqualTo("StrGjaFemq6js04qTMy_dx~demo");
        assertThat(session.name()).isEqualTo("demo");
        assertThat(session).hasToString("demo");
        assertThat(new String(Json.write(session), StandardCharsets.UTF_8)).isEqualTo("\"demo\"");
    }

    @Test
    void recordsSayWhoAsksAndInWhichClassUnlessNobodyKnows() {
        assertThat(ALICE.session("demo").requestedBy())
                .isEqualTo(new RequestedBy("https://issuer.example|alice", null));
        assertThat(ALICE.inClass("gold").session("demo").requestedBy())
                .isEqualTo(new RequestedBy("https://issuer.example|alice", "gold"));
        assertThat(ALICE.inClass("gold")).isEqualTo(ALICE).hasToString("https://issuer.example|alice");
        assertThat(ALICE.inClass("gold").session("demo")).isEqualTo(ALICE.session("demo"));
        assertThat(Principal.ANONYMOUS.session("demo").requestedBy()).isNull();
        assertThat(ALICE.session("demo").requestedBy().toString()).doesNotContain("alice");
    }

    @Test
    void twoPrincipalsWithTheSameNameForASessionHaveTwoSessions() {
        Set<SessionId> keys = new HashSet<>();
        for (Principal principal : List.of(ALICE, Principal.of("https://issuer.example", "bob"),
                Principal.of("https://other.example", "alice"), Principal.of("https://issuer.example", "Alice"),
                Principal.of("https://issuer.example", "\u0430lice"), Principal.of("", "alice"),
                Principal.ANONYMOUS)) {
            assertThat(keys.add(principal.session("demo").key())).as("%s", principal).isTrue();
        }
    }

    @Test
    void noNameLeadsToTheSessionOfAnother() {
        String victim = ALICE.session("demo").key().value();
        Principal mallory = Principal.of("https://issuer.example", "mallory");
        String own = mallory.session("x").key().value().replaceAll("~x$", "~");
        for (String name : List.of(victim, "~demo", "~~demo", "demo~", own + "demo")) {
            assertThat(mallory.session(name).key().value()).isEqualTo(own + name);
        }
    }

    @Test
    void issuerAndSubjectCannotBeDividedAnew() {
        assertThatIllegalArgumentException().isThrownBy(() -> Principal.of("a|b", "c"));
    }

    @Test
    void aKeyIsNoLongerThanWorkersOfBeforeTake() {
        assertThat(Principal.ANONYMOUS.maxSessionName()).isEqualTo(128);
        assertThat(ALICE.maxSessionName()).isEqualTo(105);
        assertThat(ALICE.session("s".repeat(105)).key().value()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> ALICE.session("s".repeat(106)));
    }

    @Test
    void aSessionsNameIsCheckedWhoeverAsks() {
        for (String bad : List.of("", "a b", "a/b", "\u0430", "a\n")) {
            assertThatIllegalArgumentException().isThrownBy(() -> ALICE.session(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> Principal.ANONYMOUS.session(bad));
        }
    }
}
