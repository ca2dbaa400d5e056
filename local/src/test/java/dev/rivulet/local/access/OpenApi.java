package dev.rivulet.local.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.Yaml;

/** Reads {@code docs/openapi.yaml}. */
final class OpenApi {

    private static final Path FILE = Path.of("..", "docs", "openapi.yaml");

    private OpenApi() {}

    static JsonNode document() {
        try {
            return Json.MAPPER.valueToTree(new Yaml().load(Files.readString(FILE)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the node itself, or what it refers to in the document. */
    static JsonNode resolved(JsonNode document, JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : resolved(document, document.at(reference.substring(1)));
    }
}
