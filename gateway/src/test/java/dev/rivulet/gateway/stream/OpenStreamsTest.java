package dev.rivulet.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.Scope;
import dev.rivulet.gateway.identity.VerifiedToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenStreamsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final List<String> ended = new ArrayList<>();
    private final List<Caller> refused = new ArrayList<>();
    private Instant now = NOON;
    private int asked;
    private final OpenStreams streams = new OpenStreams(caller -> {
        asked++;
        return now.isBefore(caller.expiresAt());
    }, refused::add);

    @Test
    void aStreamEndsWhenTheTimeOfItsCallerIsOver() {
        add("late", caller(NOON.plusSeconds(20)));
        add("early", caller(NOON.plusSeconds(10)));
        add("timeless", Caller.ANONYMOUS);
        at(NOON.plusSeconds(9));
        assertThat(ended).isEmpty();
        at(NOON.plusSeconds(10));
        assertThat(ended).containsExactly("early");
        at(NOON.plusSeconds(20));
        assertThat(ended).containsExactly("early", "late");
        assertThat(refused).extracting(Caller::expiresAt).containsExactly(NOON.plusSeconds(10), NOON.plusSeconds(20));
    }

    @Test
    void asLongAsNothingExpiresNoStreamIsLookedAt() {
        add("late", caller(NOON.plusSeconds(20)));
        at(NOON);
        at(NOON.plusSeconds(19));
        assertThat(asked).isZero();
        at(NOON.plusSeconds(20));
        at(NOON.plusSeconds(40));
        assertThat(asked).isEqualTo(1);
    }

    private void at(Instant time) {
        now = time;
        streams.expire(time);
    }

    private void add(String name, Caller caller) {
        streams.add(new OpenStreams.Stream() {
            @Override
            public void shutDown() {
                throw new AssertionError("nothing stops");
            }

            @Override
            public Caller caller() {
                return caller;
            }

            @Override
            public void revoke() {
                ended.add(name);
                streams.remove(this);
            }
        });
    }

    private static Caller caller(Instant expiresAt) {
        return new Caller(Principal.of("https://issuer.example", "alice"), EnumSet.of(Scope.READ),
                Optional.of(new VerifiedToken("key", expiresAt, Optional.empty())));
    }
}
