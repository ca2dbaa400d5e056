package dev.rivulet.worker.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import org.junit.jupiter.api.Test;

class ShareKeyTest {

    private static final String OWNER = "q83vEjRWeJCrze8SNFZ4kA";

    @Test
    void allSessionsOfAnOwnerHaveOneShare() {
        assertThat(of(OWNER + "~chat")).isEqualTo(of(OWNER + "~another~chat"));
        assertThat(of(OWNER + "~chat")).isNotEqualTo(of(OWNER.toLowerCase() + "~chat"));
    }

    @Test
    void aSessionWithoutAnOwnerHasAShareOfItsOwn() {
        assertThat(of("s-1")).isEqualTo(of("s-1")).isNotEqualTo(of("s-2"));
        assertThat(of("team~1")).isNotEqualTo(of("team~2"));
        assertThat(of(OWNER)).isNotEqualTo(of(OWNER + "~"));
        assertThat(of(OWNER + "x~1")).isNotEqualTo(of(OWNER + "x~2"));
        assertThat(of(OWNER.replace('q', '.') + "~1")).isNotEqualTo(of(OWNER.replace('q', '.') + "~2"));
    }

    @Test
    void anyTextThatIsAKeyInKafkaHasAShare() {
        assertThat(ShareKey.ofKey("")).isEqualTo(ShareKey.ofKey(""));
        assertThat(ShareKey.ofKey("not a session id")).isNotEqualTo(ShareKey.ofKey("nor this"));
    }

    private static ShareKey of(String session) {
        return ShareKey.of(new SessionId(session));
    }
}
