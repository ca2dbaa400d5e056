package dev.rivulet.gateway.api.eventsource;

import dev.rivulet.gateway.http.InputChecks;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.submit.OptionFields;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.gateway.submit.TurnRequest;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.option.ModelOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Reads the query parameters of {@code GET /stream}. */
final class StreamQuery {

    private StreamQuery() {}

    /** @throws ProblemException if a parameter is missing or invalid */
    static TurnDraft read(RoutingContext request) {
        String prompt = text(request, "prompt").filter(value -> !value.isBlank())
                .orElseThrow(() -> new ProblemException(ProblemCode.MISSING_PROMPT,
                        "Say what to ask: /stream?prompt=...", "prompt"));
        TurnOptions options = new TurnOptions(
                text(request, "model").map(name -> InputChecks.requireModelName(name, "model")).orElse(null),
                text(request, "maxTokens").map(StreamQuery::maxTokens).orElse(null),
                text(request, "temperature").map(StreamQuery::temperature).orElse(null),
                text(request, "system").orElse(null), null,
                // In this format text cannot be revoked, so a second attempt has to continue it.
                // A browser reconnects by itself, so the turn continues without it.
                OnInterruption.FAIL, OnDisconnect.CONTINUE).withContinuation()
                .with(text(request, "modelOptions").map(OptionFields::parse).orElse(ModelOptions.NONE));
        return new TurnDraft(prompt, null, options);
    }

    private static Optional<String> text(RoutingContext request, String name) {
        return Parameters.query(request, name).map(value -> InputChecks.requireUnicode(value, name));
    }

    private static Integer maxTokens(String value) {
        try {
            int tokens = Integer.parseInt(value);
            if (tokens >= 1) {
                return tokens;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw new ProblemException(ProblemCode.INVALID_VALUE, "maxTokens must be a whole number of 1 or more.",
                "maxTokens");
    }

    private static Double temperature(String value) {
        try {
            return InputChecks.requireBetween(Double.parseDouble(value), 0, TurnRequest.MAX_TEMPERATURE, "temperature");
        } catch (NumberFormatException notANumber) {
            throw new ProblemException(ProblemCode.INVALID_TYPE, "temperature must be a number.", "temperature");
        }
    }
}
