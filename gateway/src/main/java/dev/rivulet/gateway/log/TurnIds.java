package dev.rivulet.gateway.log;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import dev.rivulet.schemas.TurnId;
import java.security.SecureRandom;

/**
 * Generates turn ids: UUIDs of version 7 (RFC 9562). Each has 74 random bits of its own, so who knows one cannot guess
 * others, also not of the same millisecond. Thread-safe.
 */
public final class TurnIds {

    private final TimeBasedEpochRandomGenerator generator = Generators
            .timeBasedEpochRandomGenerator(new SecureRandom());

    public TurnId next() {
        return new TurnId(generator.generate());
    }
}
