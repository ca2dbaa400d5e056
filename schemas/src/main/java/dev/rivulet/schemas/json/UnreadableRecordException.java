package dev.rivulet.schemas.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.rivulet.schemas.SessionId;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A record's value is not of the type of its topic. The message names the type and the field and never contains the
 * content. There is no cause, because Jackson's exceptions quote the content.
 */
public final class UnreadableRecordException extends SerializationException {

    private static final Pattern TYPE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final String OWN_TYPES = SessionId.class.getPackageName();

    private final boolean unknownType;

    private UnreadableRecordException(String message, boolean unknownType) {
        super(message);
        this.unknownType = unknownType;
    }

    /**
     * Returns whether this is JSON with a {@code type} that this version does not know: a record of a later version.
     */
    public boolean unknownType() {
        return unknownType;
    }

    static UnreadableRecordException ofNull(Class<?> type) {
        return new UnreadableRecordException("is not a " + type.getSimpleName() + " (null)", false);
    }

    static UnreadableRecordException of(Class<?> type, IOException cause) {
        boolean unknownType = cause instanceof InvalidTypeIdException untyped && untyped.getTypeId() != null
                && TYPE_NAME.matcher(untyped.getTypeId()).matches();
        String what = switch (cause) {
            case JsonParseException notJson -> "is not JSON (line " + notJson.getLocation().getLineNr() + ", column "
                    + notJson.getLocation().getColumnNr() + ")";
            case JsonMappingException mapping -> "is not a " + type.getSimpleName() + detail(mapping, unknownType);
            default -> "is not a " + type.getSimpleName();
        };
        return new UnreadableRecordException(what, unknownType);
    }

    private static String detail(JsonMappingException mapping, boolean unknownType) {
        String path = mapping.getPath().stream()
                .map(step -> step.getFieldName() != null ? step.getFieldName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining("."));
        String detail = Stream
                .of(path.isEmpty() ? "" : "field " + path, unknownType ? "unknown type" : refusal(mapping))
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
