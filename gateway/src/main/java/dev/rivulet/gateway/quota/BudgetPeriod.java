package dev.rivulet.gateway.quota;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The time for which a budget is, in UTC. */
enum BudgetPeriod {
    DAY {
        @Override
        LocalDate next(LocalDate today) {
            return today.plusDays(1);
        }
    },
    MONTH {
        @Override
        LocalDate next(LocalDate today) {
            return today.withDayOfMonth(1).plusMonths(1);
        }
    };

    /** Returns the first day of the next one. */
    abstract LocalDate next(LocalDate today);

    /** Returns how long it is until the next one begins. */
    Duration remaining(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return Duration.between(now, next(today).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
