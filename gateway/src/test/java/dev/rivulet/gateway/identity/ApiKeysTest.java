package dev.rivulet.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {

    private static final String DIGEST = "0".repeat(63) + "a";

    private final ApiKey.Generated made = ApiKey.generate("k1", "alice", EnumSet.of(Scope.ASK, Scope.READ),
            Optional.of("gold"));

    @Test
    void aKeyThatWasMadeIsFoundByItsLine() {
        ApiKeys keys = keys("# ours\n\n  " + made.line().line() + " # of Alice\r\n");
        assertThat(keys.find(made.key())).contains(made.line());
        assertThat(keys.has(made.line())).isTrue();
        assertThat(made.line().principal()).isEqualTo(Principal.of("rivulet", "alice"));
        assertThat(made.line().line()).isEqualTo("k1 " + made.line().sha256() + " alice ask,read gold");
    }

    @Test
    void theLineDoesNotHaveTheKeyAndNeitherDoesWhatIsLogged() {
        String secret = made.key().substring("rk.k1.".length());
        assertThat(secret).hasSize(43);
        assertThat(made.line().line() + made.line() + made).doesNotContain(secret);
        assertThat(ApiKey.generate(null, "alice", EnumSet.of(Scope.READ), Optional.empty()).key())
                .isNotEqualTo(ApiKey.generate(null, "alice", EnumSet.of(Scope.READ), Optional.empty()).key());
    }

    @Test
    void anythingElseIsNoKey() {
        ApiKeys keys = keys(made.line().line());
        String key = made.key();
        String other = ApiKey.generate("k1", "alice", EnumSet.of(Scope.ASK), Optional.empty()).key();
        for (String wrong : new String[]{"", "rk", "rk.k1.", key + "x", key.substring(1), key.toUpperCase(),
                key.replace("k1", "k2"), other, made.line().sha256(), "rk.unknown." + "A".repeat(43),
                "a".repeat(100_000), key.replace('.', '\u2024'), key + "\u0000", " " + key}) {
            assertThat(keys.find(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void aPrincipalCanBeThatOfAnIssuer() {
        ApiKey line = ApiKey.generate("k", "https://issuer.example|alice", EnumSet.of(Scope.READ), Optional.empty())
                .line();
        assertThat(line.principal()).isEqualTo(Principal.of("https://issuer.example", "alice"));
        assertThat(ApiKey.parse(line.line())).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"k1; write: id sha256-in-hex principal scope,scope [quota-class]",
            "k1 @ alice read gold more; write: id", "k/1 @ alice read; an id has", "k1 abc alice read; SHA-256",
            "k1 @ \u0430lice read; printable ASCII", "k1 @ alice read,write; scopes are ask, read",
            "k1 @ alice read,; scopes are", "k1 @ alice READ; scopes are", "k1 @ alice read a.b; a quota class has"})
    void aLineThatIsWrongIsNamedAndNotRepeated(String line, String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys("# first\n" + line.replace("@", DIGEST)))
                .withMessageStartingWith("line 2: ").withMessageContaining(rule).withMessageNotContaining("lice");
    }

    @ParameterizedTest
    @ValueSource(ints = {257, 10_000})
    void aPrincipalIsNotOfAnyLength(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys("k1 " + DIGEST + " " + "p".repeat(length) + " read"))
                .withMessageStartingWith("line 1: ");
    }

    @Test
    void thereAreNoTwoKeysOfOneIdAndNoMoreThanAreAllowed() {
        String line = " " + DIGEST + " alice read\n";
        assertThatIllegalArgumentException().isThrownBy(() -> keys("a" + line + "a" + line))
                .withMessage("line 2: another line has the same id");
        assertThat(ApiKeys.parse("a" + line + "b" + line, 2).size()).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> ApiKeys.parse("a" + line + "b" + line, 1))
                .withMessageStartingWith("line 2: there are more than 1 keys");
    }

    @Test
    void aLineThatWasChangedIsAnotherOne() {
        ApiKeys keys = keys(made.line().line().replace("ask,read", "read"));
        assertThat(keys.find(made.key())).isPresent();
        assertThat(keys.has(made.line())).isFalse();
    }

    private static ApiKeys keys(String text) {
        return ApiKeys.parse(text, 10);
    }
}
