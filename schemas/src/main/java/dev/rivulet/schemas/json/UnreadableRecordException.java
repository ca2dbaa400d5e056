package dev.rivulet.schemas.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.rivulet.schemas.SessionId;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A record's value is not of the type of its topic. The message names the type and the field and never contains the
 * content. There is no cause, because Jackson's exceptions quote the content.
 */
public final class UnreadableRecordException extends SerializationException {

    private static final String OWN_TYPES = SessionId.class.getPackageName();

    private UnreadableRecordException(String message) {
        super(message);
    }

    static UnreadableRecordException ofNull(Class<?> type) {
        return new UnreadableRecordException("is not a " + type.getSimpleName() + " (null)");
    }

    static UnreadableRecordException of(Class<?> type, IOException cause) {
        String what = switch (cause) {
            case JsonParseException notJson -> "is not JSON (line " + notJson.getLocation().getLineNr() + ", column "
                    + notJson.getLocation().getColumnNr() + ")";
            case JsonMappingException mapping -> "is not a " + type.getSimpleName() + detail(mapping);
            default -> "is not a " + type.getSimpleName();
        };
        return new UnreadableRecordException(what);
    }

    private static String detail(JsonMappingException mapping) {
        String path = mapping.getPath().stream()
                .map(step -> step.getFieldName() != null ? step.getFieldName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining("."));
        String detail = Stream.of(path.isEmpty() ? "" : "field " + path, refusal(mapping))
                .filter(part -> !part.isEmpty()).collect(Collectors.joining(": "));
        return detail.isEmpty() ? "" : " (" + detail + ")";
    }

    /** Returns the message of a constructor of our own types: those never contain the content. */
    private static String refusal(JsonMappingException mapping) {
        if (mapping instanceof ValueInstantiationException refused && mapping.getCause() != null
                && mapping.getCause().getMessage() != null
                && refused.getType().getRawClass().getPackageName().startsWith(OWN_TYPES)) {
            String said = mapping.getCause().getMessage();
            return mapping.getCause() instanceof NullPointerException ? "without " + said : said;
        }
        return "";
    }
}
