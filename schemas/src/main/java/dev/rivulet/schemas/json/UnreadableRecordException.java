package dev.rivulet.schemas.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.SerializationException;

/** Bytes that are not what their topic carries. The message names the field at fault and never repeats the content. */
public final class UnreadableRecordException extends SerializationException {

    UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    static UnreadableRecordException of(Class<?> type, IOException cause) {
        String what = switch (cause) {
            case JsonParseException notJson -> "is not JSON (line " + notJson.getLocation().getLineNr() + ", column "
                    + notJson.getLocation().getColumnNr() + ")";
            case JsonMappingException mapping -> "is not a " + type.getSimpleName() + field(mapping);
            default -> "is not a " + type.getSimpleName();
        };
        return new UnreadableRecordException(what, cause);
    }

    private static String field(JsonMappingException mapping) {
        String path = mapping.getPath().stream()
                .map(step -> step.getFieldName() != null ? step.getFieldName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "" : " (field " + path + ")";
    }
}
