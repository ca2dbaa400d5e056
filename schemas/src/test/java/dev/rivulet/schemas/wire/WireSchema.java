package dev.rivulet.schemas.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.UnknownCommand;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.Item;
import dev.rivulet.schemas.event.Snapshot;
import dev.rivulet.schemas.event.Watching;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.usage.UsageTotal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A record that stands as a value on a topic or in a stream, and the file that describes it. */
record WireSchema(Class<?> wireRecord, JsonNode file, Schema schema) {

    static final String FOLDER = "dev/rivulet/schemas/";
    static final String ENDING = ".schema.json";
    static final String SHARED_TYPES = "types" + ENDING;
    private static final SchemaRegistry REGISTRY = SchemaRegistry
            .withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** Every record that is written to a topic as a value, or as the data of a stream's event. */
    static Stream<Class<?>> wireRecords() {
        return Stream
                .of(Command.class, ChunkEvent.class, Snapshot.class, Item.class, CoordinatorReply.class,
                        Watching.class, TurnFinished.class, UsageTotal.class)
                .flatMap(WireSchema::leaves).filter(type -> type != UnknownCommand.class);
    }

    static Stream<WireSchema> all() {
        return wireRecords().map(WireSchema::of);
    }

    static WireSchema of(Class<?> wireRecord) {
        String name = fileName(wireRecord);
        return new WireSchema(wireRecord, load(name),
                REGISTRY.getSchema(SchemaLocation.of("classpath:" + FOLDER + name)));
    }

    static String fileName(Class<?> wireRecord) {
        return wireRecord.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + ENDING;
    }

    static JsonNode load(String name) {
        try (InputStream file = WireSchema.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new AssertionError("there is no schema " + FOLDER + name);
            }
            return Json.MAPPER.readTree(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<JsonNode> examples() {
        return file.path("examples").valueStream().toList();
    }

    List<Error> errors(JsonNode json) {
        return schema.validate(json.toString(), InputFormat.JSON);
    }

    boolean accepts(JsonNode json) {
        return errors(json).isEmpty();
    }

    /** Reads as a consumer of the topic does. */
    Object read(JsonNode json) {
        Class<?> carried = Command.class.isAssignableFrom(wireRecord) ? Command.class : wireRecord;
        return Json.read(Json.write(json), carried);
    }

    boolean reads(JsonNode json) {
        try {
            read(json);
            return true;
        } catch (UnreadableRecordException unreadable) {
            return false;
        }
    }

    /** What a {@code $ref} points at; the node itself when it is none. */
    JsonNode resolved(JsonNode node) {
        if (!node.has("$ref")) {
            return node;
        }
        String[] target = node.get("$ref").asText().split("#", 2);
        return (target[0].isEmpty() ? file : load(target[0])).at(target[1]);
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(WireSchema::leaves)
                : Stream.of(type);
    }

    @Override
    public String toString() {
        return wireRecord.getSimpleName();
    }
}
