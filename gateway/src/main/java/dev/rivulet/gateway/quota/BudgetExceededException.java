package dev.rivulet.gateway.quota;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.Locale;

/** Thrown when a turn may spend more than its principal's budget has left. */
public final class BudgetExceededException extends ProblemException {

    /** @param remaining how long it is until the next period begins */
    BudgetExceededException(BudgetPeriod period, Duration remaining) {
        super(ProblemCode.BUDGET_EXCEEDED, "The turn may spend more than is left of the budget of this "
                + period.name().toLowerCase(Locale.ROOT) + ".", null, remaining);
    }
}
