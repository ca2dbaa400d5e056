package dev.rivulet.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/**
 * Makes Jackson refuse text with an unpaired surrogate, when writing and when reading. Jackson would write it as an
 * escape that strict readers in other languages refuse or replace. What is read must be writable too, because it goes
 * into events and state.
 */
final class WellFormedText {

    private static final String HALF_A_PAIR = "text with half a surrogate pair";

    private WellFormedText() {}

    static Module module() {
        return new SimpleModule("well-formed text").addSerializer(String.class, new Writer())
                .addDeserializer(String.class, new Reader());
    }

    static boolean isWellFormed(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                i++;
                if (i == length || !Character.isSurrogatePair(unit, text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static final class Writer extends StdScalarSerializer<String> {

        Writer() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (!isWellFormed(text)) {
                throw JsonMappingException.from(json, HALF_A_PAIR);
            }
            json.writeString(text);
        }
    }

    private static final class Reader extends StringDeserializer {

        @Override
        public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = super.deserialize(json, context);
            if (text != null && !isWellFormed(text)) {
                context.reportInputMismatch(String.class, HALF_A_PAIR);
            }
            return text;
        }
    }
}
