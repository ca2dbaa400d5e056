package dev.rivulet.gateway.log;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.rivulet.schemas.TurnId;

/** Generates turn ids: UUIDs of version 7 (RFC 9562), ordered by time. Thread-safe. */
public final class TurnIds {

    private final TimeBasedEpochGenerator generator = Generators.timeBasedEpochGenerator();

    public TurnId next() {
        return new TurnId(generator.generate());
    }
}
