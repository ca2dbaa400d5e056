package dev.rivulet.local.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IsolationCheckTest {

    private final IsolationCheck check = new IsolationCheck();

    @Test
    void anyTokenOfAnothersAnswerIsFound() {
        String answer = SimulatedCompletions.text(OwnerMark.of("p1") + "key 30 NONE");
        String[] tokens = answer.split("(?<=@p1\\.)");
        assertThat(tokens).hasSizeGreaterThan(29);
        for (String token : tokens) {
            check.tried("p1", "GET", token);
        }
        assertThat(check.leaks()).isEmpty();
        for (String token : tokens) {
            check.tried("p11", "GET", token);
        }
        assertThat(check.leaks()).hasSize(tokens.length).first().asString().contains("p11", "[p1]", "GET");
        assertThat(check.tried()).isEqualTo(2L * tokens.length);
        assertThat(check.received()).isEqualTo(2L * answer.length());
    }

    @Test
    void whatIsSaidWithoutAMarkIsNobodys() {
        check.check("p1", "GET", "{\"code\":\"unknown_turn\",\"mail\":\"a@p.example\"}");
        assertThat(check.leaks()).isEmpty();
    }
}
