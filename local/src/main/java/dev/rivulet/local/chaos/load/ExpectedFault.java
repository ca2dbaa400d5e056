package dev.rivulet.local.chaos.load;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.testkit.llm.Fault;
import java.util.Optional;

/** What the provider does wrong with a turn, and what must come of it. */
enum ExpectedFault {
    NONE(new Fault.None(), null),
    /** A server error once; then it answers. */
    FIRST_CALL_FAILS(Fault.serverError(), null),
    CUT(new Fault.CutAfter(5), ErrorCode.UPSTREAM_TRUNCATED),
    ENDS_EARLY(new Fault.EndAfter(5), ErrorCode.UPSTREAM_TRUNCATED),
    MALFORMED(new Fault.MalformedAfter(5), ErrorCode.UPSTREAM_INVALID);

    private final Fault fault;
    private final ErrorCode error;

    ExpectedFault(Fault fault, ErrorCode error) {
        this.fault = fault;
        this.error = error;
    }

    Fault fault() {
        return fault;
    }

    /** The error that the turn ends with; empty for a turn that is to be done. */
    Optional<ErrorCode> error() {
        return Optional.ofNullable(error);
    }
}
