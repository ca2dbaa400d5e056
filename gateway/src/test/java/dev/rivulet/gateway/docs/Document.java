package dev.rivulet.gateway.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/** A document of {@code docs/}, and the files it refers to. */
record Document(Path file, JsonNode root) {

    static Document of(String name) {
        Path file = Path.of("..", "docs", name);
        return new Document(file, read(file));
    }

    /** What its makers' own schema has against it. */
    List<Error> errorsBy(String metaSchema, SpecificationVersion dialect) throws IOException {
        try (InputStream schema = Document.class.getResourceAsStream(metaSchema)) {
            Schema meta = SchemaRegistry.withDefaultDialect(dialect)
                    .getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
            return meta.validate(root.toString(), InputFormat.JSON);
        }
    }

    JsonNode at(String pointer) {
        JsonNode found = root.at(pointer);
        if (found.isMissingNode()) {
            throw new AssertionError(file + " has no " + pointer);
        }
        return found;
    }

    /** The node itself, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        if (reference.isEmpty()) {
            return node;
        }
        String[] parts = reference.split("#", 2);
        JsonNode target = parts[0].isEmpty() ? root : read(file.resolveSibling(parts[0]));
        JsonNode found = parts.length < 2 ? target : target.at(parts[1]);
        if (found.isMissingNode()) {
            throw new AssertionError(file + " refers to nothing: " + reference);
        }
        return parts[0].isEmpty() ? resolved(found) : found;
    }

    /** Every node that refers to something. */
    List<JsonNode> references() {
        return new ArrayList<>(root.findParents("$ref"));
    }

    static TreeSet<String> names(JsonNode object) {
        TreeSet<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static TreeSet<String> texts(JsonNode array) {
        TreeSet<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode read(Path file) {
        try (InputStream text = Files.newInputStream(file)) {
            Object content = new Yaml().load(text); // JSON is YAML too
            return Json.MAPPER.valueToTree(content);
        } catch (IOException unreadable) {
            throw new AssertionError(file + " cannot be read", unreadable);
        }
    }
}
