package dev.rivulet.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.KnownNames;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.option.InvalidOptionException;
import dev.rivulet.schemas.option.ModelOption;
import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.schemas.option.OptionLimits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads what a turn tells its model: the fields of OpenAI's chat completions, in an object of their own or among other
 * fields. Their names and values are those of {@link ModelOption}.
 */
public final class OptionFields {

    /** The name of the object that has them, in every API but OpenAI's. */
    public static final String FIELD = "modelOptions";
    /** The names of all options. */
    public static final KnownNames NAMES = KnownNames
            .of(Arrays.stream(ModelOption.values()).map(ModelOption::wire).toArray(String[]::new));

    private static final String PREFIX = FIELD + ".";

    private OptionFields() {}

    /**
     * Reads the field that has them, if there is one.
     *
     * @param field its name: {@link #FIELD}
     * @throws ProblemException if it is none, or has unknown fields. Values are checked by {@link #requireValid}
     */
    static ModelOptions object(JsonRequest body, String field) {
        return body.object(field).map(options -> {
            options.requireOnly(NAMES);
            return among(options);
        }).orElse(ModelOptions.NONE);
    }

    /**
     * Reads a text that is such an object, as a query parameter has it.
     *
     * @throws ProblemException if it is none, or has unknown fields
     */
    public static ModelOptions parse(String json) {
        JsonRequest options;
        try {
            options = JsonRequest.of(json.getBytes(StandardCharsets.UTF_8), Json.MAPPER);
        } catch (ProblemException notAnObject) {
            throw new ProblemException(notAnObject.code(), FIELD + " must be a JSON object.", FIELD);
        }
        options.requireOnly(NAMES);
        return among(options);
    }

    /** Reads those among the fields of an object, and leaves out the others. */
    public static ModelOptions among(JsonRequest fields) {
        Map<String, JsonNode> values = new LinkedHashMap<>(fields.values());
        values.keySet().retainAll(NAMES.names());
        try {
            return ModelOptions.of(values);
        } catch (InvalidOptionException invalid) {
            throw problem(invalid);
        }
    }

    /** @throws ProblemException that names the first option which cannot have its value */
    static void requireValid(ModelOptions options, OptionLimits limits) {
        try {
            options.requireValid(limits);
        } catch (InvalidOptionException invalid) {
            throw problem(invalid);
        }
    }

    /** Returns the name of a field where options are fields of the body. */
    public static String unprefixed(String field) {
        return field != null && field.startsWith(PREFIX) ? field.substring(PREFIX.length()) : field;
    }

    private static ProblemException problem(InvalidOptionException invalid) {
        ProblemCode code = switch (invalid.kind()) {
            case UNKNOWN_FIELD -> ProblemCode.UNKNOWN_FIELD;
            case INVALID_TYPE -> ProblemCode.INVALID_TYPE;
            case INVALID_VALUE -> ProblemCode.INVALID_VALUE;
            case MISSING_VALUE -> ProblemCode.MISSING_VALUE;
            case INVALID_TEXT -> ProblemCode.INVALID_TEXT;
            case UNSUPPORTED_VALUE -> ProblemCode.UNSUPPORTED_VALUE;
        };
        return new ProblemException(code, invalid.getMessage(), PREFIX + invalid.field());
    }
}
