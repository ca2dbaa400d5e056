package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.Lookups;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Scope;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.usage.UsageLog;
import dev.rivulet.gateway.log.usage.UsageReport;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** {@code GET /v1/usage}: returns what the caller's turns have used, or with the scope {@code admin} everybody's. */
public record GetUsage(KafkaAvailability kafka, EventLoop loop) implements Handler<RoutingContext> {

    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 400;

    @Override
    public void handle(RoutingContext request) {
        UsageReport.By by = Parameters.query(request, "by").map(GetUsage::by).orElse(UsageReport.By.DAY);
        boolean all = by == UsageReport.By.PRINCIPAL || all(Parameters.query(request, "all"));
        Caller caller = Callers.of(request);
        if (all) {
            caller.require(Scope.ADMIN);
        }
        LocalDate to = Parameters.query(request, "to").map(text -> day(text, "to"))
                .orElseGet(() -> LocalDate.now(ZoneOffset.UTC));
        LocalDate from = Parameters.query(request, "from").map(text -> day(text, "from"))
                .orElseGet(() -> to.minusDays(USUAL_DAYS - 1));
        if (from.isAfter(to) || ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    "from is not after to, and " + MOST_DAYS + " days are returned at most.", "from");
        }
        UsageLog log = kafka.require().usage();
        Optional<String> owner = all ? Optional.empty() : Optional.of(caller.principal().owner());
        Lookups.run(request, loop, () -> UsageReport.of(log.read(owner, from, to), by, from, to),
                report -> JsonResponse.send(request.response(), 200, report));
    }

    private static UsageReport.By by(String text) {
        return UsageReport.By.parse(text).orElseThrow(() -> new ProblemException(ProblemCode.INVALID_VALUE,
                "by can be day, model or principal.", "by"));
    }

    private static boolean all(Optional<String> text) {
        if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
            throw new ProblemException(ProblemCode.INVALID_VALUE, "all can be true or false.", "all");
        }
        return text.isPresent() && text.get().equals("true");
    }

    private static LocalDate day(String text, String field) {
        try {
            LocalDate day = text.length() == 10 ? LocalDate.parse(text) : null;
            if (day != null) {
                return day;
            }
        } catch (DateTimeParseException noDay) {
            // The sentence below is for both.
        }
        throw new ProblemException(ProblemCode.INVALID_VALUE, field + " is a day such as 2026-01-31.", field);
    }
}
