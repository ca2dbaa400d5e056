package dev.rivulet.gateway.plain;

import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.http.Texts;
import dev.rivulet.gateway.http.TurnDraft;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.TurnOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Reads the query of {@code GET /stream}. Throws {@link ProblemException}. */
final class PlainRequest {

    private static final double MAX_TEMPERATURE = 2;

    private PlainRequest() {}

    static TurnDraft read(RoutingContext request) {
        String prompt = text(request, "prompt").filter(words -> !words.isBlank())
                .orElseThrow(() -> new ProblemException(ProblemCode.MISSING_PROMPT,
                        "Say what to ask: /stream?prompt=...", "prompt"));
        TurnOptions options = new TurnOptions(
                text(request, "model").map(name -> Texts.requireModelName(name, "model")).orElse(null),
                text(request, "maxTokens").map(PlainRequest::maxTokens).orElse(null),
                text(request, "temperature").map(PlainRequest::temperature).orElse(null),
                text(request, "system").orElse(null), null,
                // Text that was shown cannot be taken back in this form, so there is no second attempt;
                // and a browser that lost its connection comes back by itself.
                OnInterruption.FAIL, OnDisconnect.CONTINUE);
        return new TurnDraft(prompt, null, options);
    }

    private static Optional<String> text(RoutingContext request, String name) {
        return Parameters.query(request, name).map(value -> Texts.requireUnicode(value, name));
    }

    private static Integer maxTokens(String value) {
        try {
            int tokens = Integer.parseInt(value);
            if (tokens >= 1) {
                return tokens;
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the one sentence for both
        }
        throw new ProblemException(ProblemCode.INVALID_VALUE, "maxTokens must be a whole number of 1 or more.",
                "maxTokens");
    }

    private static Double temperature(String value) {
        try {
            return Texts.requireBetween(Double.parseDouble(value), 0, MAX_TEMPERATURE, "temperature");
        } catch (NumberFormatException notANumber) {
            throw new ProblemException(ProblemCode.INVALID_TYPE, "temperature must be a number.", "temperature");
        }
    }
}
