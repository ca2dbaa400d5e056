package dev.rivulet.gateway.http;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.command.TurnOptions;
import java.nio.charset.StandardCharsets;

/**
 * Checks of texts and numbers that clients send in a body or in a query. Each returns the value that it has checked.
 */
public final class InputChecks {

    private InputChecks() {}

    /**
     * @throws ProblemException {@code invalid_text} if the text has half of a surrogate pair, which cannot be encoded
     */
    public static String requireUnicode(String text, String field) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new ProblemException(ProblemCode.INVALID_TEXT, field + " has half of a surrogate pair.", field);
        }
        return text;
    }

    /** @throws ProblemException {@code invalid_value} if the name is blank or too long */
    public static String requireModelName(String name, String field) {
        if (name.isBlank() || name.length() > TurnOptions.MAX_MODEL) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    field + " must have 1 to " + TurnOptions.MAX_MODEL + " characters.", field);
        }
        return name;
    }

    /** @throws ProblemException {@code invalid_value} if the number is out of range, or not a number */
    public static double requireBetween(double number, double min, double max, String field) {
        if (!(number >= min && number <= max)) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    field + " must be from " + min + " to " + max + ".", field);
        }
        return number;
    }
}
