package dev.rivulet.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.UnknownCommand;
import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.option.ModelOption;
import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.schemas.option.OptionLimits;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.topic.CopiedFrom;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records and schemas are written by hand, side by side: here is what holds them together. */
class SchemaDriftTest {

    private static final String DISCRIMINATOR = "type";
    private static final Map<Class<?>, String> PLAIN = Map.of(String.class, "string",
            TurnId.class, "string", int.class, "integer", Integer.class, "integer", long.class,
            "integer", Long.class,
            "integer", Double.class, "number", boolean.class, "boolean", JsonNode.class, "");
    /** Records that are no part of a value that is written. */
    private static final Set<Class<?>> OFF_THE_WIRE = Set.of(ChunkHeaders.class, CopiedFrom.class,
            UnknownCommand.class, SessionTurn.class, Outcome.Unknown.class, AnswerPart.Unknown.class,
            OptionLimits.class);

    private final Set<Class<?>> described = new HashSet<>(Set.of(SessionId.class, TurnId.class, Role.class));

    @Test
    void everyRecordHasASchemaOrIsPartOfOne() throws Exception {
        WireSchema.all().forEach(this::assertDescribed);
        described.addAll(OFF_THE_WIRE);
        assertThat(recordsOfTheModule()).isNotEmpty().isSubsetOf(described);
    }

    @Test
    void everySchemaBelongsToARecord() throws Exception {
        Path folder = Path.of(WireSchema.class.getClassLoader()
                .getResource(WireSchema.FOLDER + WireSchema.SHARED_TYPES).toURI()).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(Stream.of(WireSchema.SHARED_TYPES),
                                    WireSchema.wireRecords().map(WireSchema::fileName)).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.rivulet.schemas.wire.WireSchema#all")
    void aSchemaHasTheComponentsOfItsRecordAndNoOthers(WireSchema schema) {
        assertDescribed(schema);
    }

    @ParameterizedTest
    @MethodSource("dev.rivulet.schemas.wire.WireSchema#all")
    void aSchemaSaysWhatItIsAndWhatEachPropertyMeans(WireSchema schema) {
        assertThat(schema.file().get("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.file().get("$id").asText()).isEqualTo(WireSchema.fileName(schema.wireRecord()));
        assertThat(schema.file().get("title").asText()).isEqualTo(schema.wireRecord().getSimpleName());
        assertThat(schema.file().get("description").asText()).isNotBlank();
        Stream.of(schema.file(), WireSchema.load(WireSchema.SHARED_TYPES)).flatMap(SchemaDriftTest::properties)
                .forEach(property -> assertThat(schema.resolved(property.getValue()).path("description").asText())
                        .as("description of %s", property.getKey()).isNotBlank());
    }

    @Test
    void everyErrorCodeIsListedAndFits() {
        JsonNode codes = WireSchema.load(WireSchema.SHARED_TYPES).at("/$defs/errorCode");
        List<String> listed = codes.get("examples").valueStream().map(JsonNode::asText).toList();
        assertThat(listed).containsExactly(Stream.of(ErrorCode.values()).map(ErrorCode::code).toArray(String[]::new))
                .allMatch(code -> code.matches(codes.get("pattern").asText()));
    }

    private void assertDescribed(WireSchema schema) {
        Class<?> type = schema.wireRecord();
        assertRecord(schema, type, schema.file(),
                Command.class.isAssignableFrom(type) ? subtypes(Command.class).get(type) : null);
    }

    /** @param discriminator the name of the record among its siblings; null when it stands alone */
    private void assertRecord(WireSchema schema, Class<?> type, JsonNode node, String discriminator) {
        described.add(type);
        Optional<Class<?>> value = soleValue(type);
        if (value.isPresent()) {
            assertRecord(schema, value.get(), node, discriminator);
            return;
        }
        assertThat(node.path("type").asText()).as(type.getSimpleName()).isEqualTo("object");
        JsonNode properties = node.path("properties");
        Set<String> names = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName)
                .collect(Collectors.toCollection(HashSet::new));
        if (discriminator != null) {
            names.add(DISCRIMINATOR);
            assertThat(properties.path(DISCRIMINATOR).path("const").asText()).isEqualTo(discriminator);
        }
        assertThat(properties.propertyStream().map(Map.Entry::getKey)).as("properties of %s", type.getSimpleName())
                .containsExactlyInAnyOrderElementsOf(names);
        for (RecordComponent component : type.getRecordComponents()) {
            assertType(schema, component.getGenericType(), properties.get(component.getName()),
                    type.getSimpleName() + "." + component.getName());
        }
    }

    /** The record that stands for the given one in JSON. */
    private static Optional<Class<?>> soleValue(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getAccessor().isAnnotationPresent(JsonValue.class))
                .<Class<?>>map(RecordComponent::getType).findFirst();
    }

    private void assertType(WireSchema schema, Type declared, JsonNode reference, String where) {
        if (declared == Boolean.class) {
            assertType(schema, boolean.class, reference, where);
            return;
        }
        JsonNode node = schema.resolved(reference);
        Type type = declared instanceof Class<?> one && one.isRecord()
                ? soleValue(one).filter(PLAIN::containsKey).map(Type.class::cast).orElse(one)
                : declared;
        if (type instanceof ParameterizedType list) {
            assertThat(list.getRawType()).as(where).isEqualTo(List.class);
            assertThat(node.path("type").asText()).as(where).isEqualTo("array");
            assertType(schema, list.getActualTypeArguments()[0], node.get("items"), where + "[]");
        } else if (type == ModelOptions.class) {
            assertThat(node.path("type").asText()).as(where).isEqualTo("object");
            assertThat(node.path("properties").propertyStream().map(Map.Entry::getKey)).as(where)
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.of(ModelOption.values()).filter(ModelOption::isSupported).map(ModelOption::wire)
                                    .toList());
        } else if (PLAIN.containsKey(type)) {
            assertThat(node.path("type").asText()).as(where).isEqualTo(PLAIN.get(type));
            if (type == int.class || type == Integer.class) {
                assertThat(node.path("maximum").asLong()).as(where).isEqualTo(Integer.MAX_VALUE);
            }
        } else if (type instanceof Class<?> choice && choice.isEnum()) {
            assertThat(node.path("enum")).as(where)
                    .isEqualTo(Json.MAPPER.valueToTree(choice.getEnumConstants()));
        } else if (type instanceof Class<?> choice && choice.isSealed()) {
            Map<Class<?>, String> subtypes = subtypes(choice);
            assertThat(subtypes.keySet()).as(where).containsExactlyInAnyOrderElementsOf(Arrays
                    .stream(choice.getPermittedSubclasses()).filter(one -> !OFF_THE_WIRE.contains(one)).toList());
            assertThat(node.path("oneOf")).as(where).hasSameSizeAs(subtypes.keySet());
            subtypes.forEach((subtype, name) -> assertRecord(schema, subtype, branch(schema, node, name), name));
        } else {
            assertRecord(schema, (Class<?>) type, node, null);
        }
    }

    /** All that are described in a file, at any depth. */
    private static Stream<Map.Entry<String, JsonNode>> properties(JsonNode node) {
        return Stream.concat(node.path("properties").propertyStream(),
                node.valueStream().flatMap(SchemaDriftTest::properties));
    }

    private static JsonNode branch(WireSchema schema, JsonNode choice, String name) {
        return choice.get("oneOf").valueStream().map(schema::resolved)
                .filter(branch -> name.equals(branch.at("/properties/type/const").asText())).findFirst().orElseThrow();
    }

    private static Map<Class<?>, String> subtypes(Class<?> choice) {
        return Arrays.stream(choice.getAnnotation(JsonSubTypes.class).value())
                .collect(Collectors.toMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));
    }

    private static Set<Class<?>> recordsOfTheModule() throws Exception {
        Path classes = Path.of(Json.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            Set<Class<?>> records = new HashSet<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = classes.relativize(file).toString().replace('/', '.').replace(".class", "");
                Class<?> type = Class.forName(name);
                if (type.isRecord()) {
                    records.add(type);
                }
            }
            return records;
        }
    }
}
