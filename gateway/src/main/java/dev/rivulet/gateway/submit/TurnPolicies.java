package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.command.TurnTimeouts;
import java.time.Duration;
import java.util.OptionalInt;

/** Reads what a turn may take: its time-outs and attempts, none beyond the maximum. Throws {@link ProblemException}. */
record TurnPolicies(JsonRequest body, TurnMaxima maxima) {

    /** Null when the body has none. */
    TurnTimeouts timeouts() {
        return body.object("timeouts").map(asked -> new TurnTimeouts(atMost(asked, "queueMs", maxima.queue()),
                atMost(asked, "firstTokenMs", maxima.firstToken()), atMost(asked, "idleMs", maxima.idle()),
                atMost(asked, "totalMs", maxima.total()))).filter(asked -> !asked.equals(TurnTimeouts.NONE))
                .orElse(null);
    }

    /** Null when the body has none. */
    Integer maxAttempts() {
        return atMost(body, "maxAttempts", maxima.attempts());
    }

    private static Integer atMost(JsonRequest fields, String name, Duration most) {
        return atMost(fields, name, most.toMillis());
    }

    private static Integer atMost(JsonRequest fields, String name, long most) {
        OptionalInt asked = fields.positiveInt(name);
        if (asked.isEmpty()) {
            return null;
        }
        if (asked.getAsInt() > most) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    fields.pathOf(name) + " must be " + most + " or less.", fields.pathOf(name));
        }
        return asked.getAsInt();
    }
}
