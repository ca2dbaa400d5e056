package dev.rivulet.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SpecificationVersion;
import dev.rivulet.gateway.api.rest.PostGrant;
import dev.rivulet.gateway.log.RetentionReport;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.gateway.log.lookup.TurnSnapshot;
import dev.rivulet.gateway.log.usage.UsageReport;
import dev.rivulet.gateway.problem.Problem;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.server.RouteList;
import dev.rivulet.gateway.stream.follow.TurnBody;
import dev.rivulet.gateway.stream.follow.TurnsBody;
import dev.rivulet.gateway.stream.shape.Granularity;
import dev.rivulet.schemas.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what the gateway does, and nothing else. */
class OpenApiTest {

    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "rivulet", "gateway");
    private static final List<String> METHODS = List.of("get", "post", "delete", "put", "patch", "head", "options");
    private static final Pattern QUERY = Pattern.compile("(?:query|text)\\(request, \"(\\w+)\"");
    private static final Pattern FIELD = Pattern.compile(
            "(?:[tT]ext|number|positiveInt|choice|objects?|flag|atMost)\\((?:\\w+, )?\"(\\w+)\"|_FIELD = \"(\\w+)\"");
    private static final Pattern CLIENT_FRAME = Pattern.compile("case \"(\\w+)\" ->|type\\.equals\\(\"(\\w+)\"\\)");
    private static final Pattern SERVER_FRAME = Pattern.compile("name = \"(\\w+)\"");
    private static final Pattern FRAME_FIELD = Pattern.compile("(?:[tT]ext|has)\\(\"(\\w+)\"|KEY = \"(\\w+)\"");
    private static final Pattern UI_FIELD = Pattern.compile("body\\.\\w+\\(\"(\\w+)\"|MESSAGES? = \"(\\w+)\"");
    private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");

    private final Document document = Document.of("openapi.yaml");

    @Test
    void itIsAnOpenApiDocument() throws IOException {
        assertThat(document.errorsBy("openapi-3.1.schema.json", SpecificationVersion.DRAFT_2020_12)).isEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(document.references()).hasSizeGreaterThan(100)
                .allSatisfy(reference -> assertThat(document.resolved(reference)).isNotEmpty());
    }

    @Test
    void itHasEveryRouteAndNoOther() {
        assertThat(operations().keySet()).isEqualTo(RouteList.served());
    }

    @Test
    void everyOperationDescribesTheParametersOfItsPath() {
        operations().forEach((route, operation) -> assertThat(parameters(operation, "path")).as(route)
                .isEqualTo(found(IN_PATH, route)));
    }

    @Test
    void itHasEveryQueryParameterThatIsReadAndNoOther() throws IOException {
        TreeSet<String> documented = new TreeSet<>();
        operations().values().forEach(operation -> documented.addAll(parameters(operation, "query")));
        try (Stream<Path> files = Files.walk(SOURCES)) {
            String sources = files.filter(file -> file.toString().endsWith(".java")).map(OpenApiTest::text)
                    .collect(Collectors.joining());
            assertThat(documented).isEqualTo(found(QUERY, sources));
        }
    }

    @Test
    void itHasEveryFieldOfATurnRequestAndNoOther() {
        TreeSet<String> documented = Document.names(document.at("/components/schemas/TurnRequest/properties"));
        documented
                .addAll(Document.names(document.at("/components/schemas/TurnRequest/properties/timeouts/properties")));
        documented.addAll(Document.names(document.at("/components/schemas/Message/properties")));
        assertThat(documented).isEqualTo(found(FIELD, text(SOURCES.resolve("submit/TurnRequest.java"))
                + text(SOURCES.resolve("submit/IdempotencyKey.java"))));
    }

    @Test
    void everyProblemCodeStandsByItsStatus() {
        Map<String, Integer> documented = new TreeMap<>();
        Map<String, Integer> statuses = Map.ofEntries(Map.entry("BadRequest", 400), Map.entry("Unauthorized", 401),
                Map.entry("Forbidden", 403),
                Map.entry("Unknown", 404), Map.entry("NotAllowed", 405), Map.entry("TooSlow", 408),
                Map.entry("Conflict", 409),
                Map.entry("Gone", 410), Map.entry("TooLarge", 413), Map.entry("WrongType", 415),
                Map.entry("Misdirected", 421), Map.entry("UpgradeRequired", 426), Map.entry("TooMany", 429),
                Map.entry("Failed", 500),
                Map.entry("Unavailable", 503));
        document.at("/components/responses").properties().forEach(response -> response.getValue().path("x-codes")
                .forEach(code -> documented.put(code.asText(), statuses.get(response.getKey()))));
        assertThat(documented).isEqualTo(Stream.of(ProblemCode.values())
                .collect(Collectors.toMap(ProblemCode::code, ProblemCode::status)));
    }

    @Test
    void aResponseThatIsReferredToStandsUnderItsOwnStatus() {
        operations().forEach((route, operation) -> operation.method.path("responses").properties().forEach(response -> {
            TreeSet<String> codes = Document.texts(document.resolved(response.getValue()).path("x-codes"));
            assertThat(codes).as(route).allSatisfy(code -> assertThat(
                    ProblemCode.valueOf(code.toUpperCase(Locale.ROOT)).status()).hasToString(response.getKey()));
        }));
    }

    @Test
    void itHasEveryErrorCodeOfATurn() {
        assertThat(Document.texts(document.at("/components/schemas/TurnErrorCode/examples")))
                .isEqualTo(words(ErrorCode.values(), ErrorCode::code));
    }

    @Test
    void itHasEveryEventOfAStream() {
        TreeSet<String> documented = Document.names(events("TurnStream"));
        documented.addAll(Document.names(events("SessionStream")));
        TreeSet<String> shown = words(ShownType.values(), ShownType::wire);
        shown.add("problem");
        assertThat(documented).isEqualTo(shown);
    }

    @Test
    void itHasEveryFrameOfAWebSocketAndTheirFields() {
        String reader = text(SOURCES.resolve("api/websocket/FrameReader.java"));
        assertThat(Document.names(document.at("/paths/~1ws/get/x-client-frames")))
                .isEqualTo(found(CLIENT_FRAME, reader));
        assertThat(Document.names(document.at("/paths/~1ws/get/x-server-frames")))
                .isEqualTo(found(SERVER_FRAME, text(SOURCES.resolve("api/websocket/ServerFrame.java"))));
        assertThat(Document.names(document.at("/components/schemas/SocketFields/properties")))
                .isEqualTo(found(FRAME_FIELD, reader));
    }

    @Test
    void itHasEveryFieldThatTheAiSdkSends() {
        assertThat(Document.names(document.at("/components/schemas/UiChat/properties")))
                .isEqualTo(found(UI_FIELD, text(SOURCES.resolve("api/aisdk/UiRequest.java"))));
    }

    @Test
    void itHasEveryGranularity() {
        assertThat(Document.texts(document.at("/components/parameters/granularity/schema/enum")))
                .isEqualTo(words(Granularity.values(), word -> word.name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void answersHaveTheFieldsOfTheirRecords() {
        assertFields("/components/schemas/Turn/properties", TurnSnapshot.class);
        assertFields("/components/schemas/TurnFault/properties", TurnSnapshot.Fault.class);
        assertFields("/components/schemas/PastTurn/properties", TurnBody.class);
        assertFields("/components/schemas/PastTurns/properties", TurnsBody.class);
        assertFields("/components/schemas/Problem/properties", Problem.class);
        assertFields("/components/schemas/UsageReport/properties", UsageReport.class);
        assertFields("/components/schemas/UsageRow/properties", UsageReport.Row.class);
        assertFields("/components/schemas/Granted/properties", PostGrant.Granted.class);
        assertFields("/components/schemas/Forgetting/properties/remains/items/properties",
                RetentionReport.TopicRetention.class);
        assertThat(Document.texts(document.at("/components/schemas/Status/enum")))
                .isEqualTo(words(TurnSnapshot.Status.values(), status -> status.name().toLowerCase(Locale.ROOT)));
    }

    private void assertFields(String pointer, Class<? extends Record> answer) {
        assertThat(Document.names(document.at(pointer))).isEqualTo(Arrays.stream(answer.getRecordComponents())
                .map(component -> component.getName()).collect(Collectors.toCollection(TreeSet::new)));
    }

    private TreeSet<String> parameters(Operation operation, String place) {
        return Stream.of(operation.path, operation.method).flatMap(one -> one.path("parameters").valueStream())
                .map(document::resolved).filter(parameter -> parameter.path("in").asText().equals(place))
                .map(parameter -> parameter.path("name").asText()).collect(Collectors.toCollection(TreeSet::new));
    }

    private JsonNode events(String response) {
        return document.at("/components/responses/" + response + "/content/text~1event-stream/x-events");
    }

    /** What the document says of a method at a path; its parameters stand at either. */
    private record Operation(JsonNode path, JsonNode method) {}

    /** By {@code GET /path}. */
    private Map<String, Operation> operations() {
        Map<String, Operation> all = new TreeMap<>();
        document.at("/paths").properties().forEach(path -> METHODS.stream().filter(path.getValue()::has)
                .forEach(method -> all.put(method.toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        new Operation(path.getValue(), path.getValue().path(method)))));
        return all;
    }

    private static <T> TreeSet<String> words(T[] values, Function<T, String> word) {
        return Arrays.stream(values).map(word).collect(Collectors.toCollection(TreeSet::new));
    }

    private static TreeSet<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(OpenApiTest::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String group(MatchResult match) {
        return match.group(1) == null ? match.group(2) : match.group(1);
    }

    private static String text(Path file) {
        try {
            // Wherever the formatter breaks a line, a call is one.
            return Files.readString(file).replaceAll("\\(\\s+", "(").replaceAll(",\\s+", ", ");
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
