package dev.rivulet.client;

import java.util.Optional;

/** A gateway refused the request as it is: sending it again would not help. */
public final class RequestRefusedException extends RivuletException {

    private final ProblemDetails problem;

    RequestRefusedException(ProblemDetails problem, ReadProgress progress) {
        super(problem.message(), null, progress);
        this.problem = problem;
    }

    /** The HTTP status. */
    public int status() {
        return problem.status();
    }

    /** Stable, for programs, such as {@code prompt_too_long}; empty when it was not Rivulet that refused. */
    public Optional<String> code() {
        return Optional.ofNullable(problem.code());
    }

    /** The field or parameter at fault. */
    public Optional<String> field() {
        return Optional.ofNullable(problem.field());
    }
}
