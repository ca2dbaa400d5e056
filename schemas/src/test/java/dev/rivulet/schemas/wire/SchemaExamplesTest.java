package dev.rivulet.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaExamplesTest {

    @ParameterizedTest
    @MethodSource("dev.rivulet.schemas.wire.WireSchema#all")
    void examplesAreValidAndComeBackAsTheyWere(WireSchema schema) throws IOException {
        assertThat(schema.examples()).hasSizeGreaterThanOrEqualTo(2);
        for (JsonNode example : schema.examples()) {
            assertThat(schema.errors(example)).as("%s", example).isEmpty();
            JsonNode again = Json.MAPPER.readTree(Json.write(schema.read(example)));
            assertThat(again).isEqualTo(example);
            assertThat(schema.errors(again)).as("%s", again).isEmpty();
        }
    }

    /**
     * Whatever is left out of an example or replaced by something of another type: both accept it, or neither. Only a
     * type that the schema does not list is read, as one of a later version.
     */
    @ParameterizedTest
    @MethodSource("dev.rivulet.schemas.wire.WireSchema#all")
    void schemaAndReaderAgreeOnWhatIsRequiredAndOfWhichType(WireSchema schema) {
        for (JsonNode example : schema.examples()) {
            for (Change change : Change.everyOf(example)) {
                assertThat(schema.reads(change.result())).as("%s: %s", change, schema.errors(change.result()))
                        .isEqualTo(schema.accepts(change.result()) || change.namesLaterType());
            }
        }
    }

    /** Other writers may put a null where this one leaves the field out, unless null is a value there like others. */
    @ParameterizedTest
    @MethodSource("dev.rivulet.schemas.wire.WireSchema#all")
    void nullIsReadLikeAnAbsentField(WireSchema schema) {
        for (JsonNode example : schema.examples()) {
            for (Change change : Change.everyOf(example)) {
                if (change.removesField() && !schema.accepts(change.withNull())) {
                    assertThat(schema.reads(change.withNull())).as("null instead: %s", change)
                            .isEqualTo(schema.accepts(change.result()) || change.namesLaterType());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.rivulet.schemas.wire.WireSchema#all")
    void fieldsOfALaterVersionAreIgnored(WireSchema schema) {
        for (JsonNode example : schema.examples()) {
            JsonNode later = Change.added(example, "ofALaterVersion");
            assertThat(schema.errors(later)).isEmpty();
            assertThat(schema.read(later)).isEqualTo(schema.read(example));
        }
    }
}
