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
 * Bytes that are not what their topic carries. The message names the type and the field at fault and never repeats the
 * content; nor is there a cause, because Jackson's exceptions quote what they could not read.
 */
public final class UnreadableRecordException extends SerializationException {

    private static final Pattern TYPE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final String OWN_TYPES = SessionId.class.getPackageName();

    private final boolean unknownType;

    private UnreadableRecordException(String message, boolean unknownType) {
        super(message);
        this.unknownType = unknownType;
    }

    /** Whether this is JSON with a {@code type} that this version does not know: a later version's, not garbage. */
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

    /** What the constructor of one of our own types said: those never repeat what they were given. */
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
