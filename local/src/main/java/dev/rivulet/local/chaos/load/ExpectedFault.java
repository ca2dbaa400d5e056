package dev.rivulet.local.chaos.load;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.testkit.llm.Fault;
import java.util.Optional;

/** A fault of the provider in one turn, and the error that the turn must end with. */
enum ExpectedFault {
    NONE(new Fault.None(), null),
    /** A server error on the first call only. */
    FIRST_CALL_FAILS(Fault.serverError(), null),
    CUT(new Fault.CutAfter(5), ErrorCode.UPSTREAM_TRUNCATED),
    ENDS_EARLY(new Fault.EndAfter(5), ErrorCode.UPSTREAM_TRUNCATED),
    MALFORMED(new Fault.MalformedAfter(5), ErrorCode.UPSTREAM_INVALID),
    HANGS(new Fault.StallBeforeHeaders(), ErrorCode.FIRST_TOKEN_TIMEOUT),
    HANGS_AFTER_HEADERS(new Fault.StallAfterHeaders(), ErrorCode.FIRST_TOKEN_TIMEOUT),
    HANGS_AFTER_TOKENS(new Fault.StallAfter(5), ErrorCode.IDLE_TIMEOUT);

    private final Fault fault;
    private final ErrorCode error;

    ExpectedFault(Fault fault, ErrorCode error) {
        this.fault = fault;
        this.error = error;
    }

    Fault fault() {
        return fault;
    }

    /** Returns whether the provider sends nothing more and keeps the connection. */
    boolean hangs() {
        return error == ErrorCode.FIRST_TOKEN_TIMEOUT || error == ErrorCode.IDLE_TIMEOUT;
    }

    /** Returns the error that the turn must end with; empty if it must be done. */
    Optional<ErrorCode> error() {
        return Optional.ofNullable(error);
    }
}
