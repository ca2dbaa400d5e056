package dev.rivulet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ParametersTest {

    @Test
    void aTurnIdThatIsFartherAheadThanARecordMayBeIsRefused() {
        String ahead = at(TurnId.MAX_LEAD.plusMinutes(1));
        assertThatThrownBy(() -> Parameters.turn(ahead, "turn")).isInstanceOf(ProblemException.class)
                .hasMessageContaining("future");
    }

    @Test
    void aTurnIdOfAClockThatIsAheadOrBehindIsRead() {
        for (Duration off : new Duration[]{TurnId.MAX_LEAD.minusMinutes(1), Duration.ofDays(-300)}) {
            String id = at(off);
            assertThat(Parameters.turn(id, "turn")).hasToString(id);
        }
    }

    private static String at(Duration fromNow) {
        return new UUID(System.currentTimeMillis() + fromNow.toMillis() << 16 | 0x7001, 0x8000_0000_0000_0000L)
                .toString();
    }
}
