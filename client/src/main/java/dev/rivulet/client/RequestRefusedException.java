package dev.rivulet.client;

import java.util.Optional;

/** A gateway refused the request. Repeating it unchanged would not help. */
public final class RequestRefusedException extends RivuletException {

    private final ProblemDetails problem;

    RequestRefusedException(ProblemDetails problem, ReadProgress progress) {
        super(problem.message(), null, progress);
        this.problem = problem;
    }

    /** Returns the HTTP status. */
    public int status() {
        return problem.status();
    }

    /** Returns a stable code for programs, such as {@code prompt_too_long}; empty if the response is not Rivulet's. */
    public Optional<String> code() {
        return Optional.ofNullable(problem.code());
    }

    /** Returns the field or parameter at fault; empty if there is none. */
    public Optional<String> field() {
        return Optional.ofNullable(problem.field());
    }
}
