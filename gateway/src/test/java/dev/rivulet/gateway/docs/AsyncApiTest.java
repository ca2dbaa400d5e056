package dev.rivulet.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SpecificationVersion;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Watching;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.DeadLetterHeaders;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.schemas.usage.UsageTotal;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The AsyncAPI document has the topics, keys, headers and records that there are, and no others. */
class AsyncApiTest {

    private static final String SCHEMAS = "../schemas/src/main/resources/dev/rivulet/schemas/";

    private final Document document = Document.of("asyncapi.yaml");

    @Test
    void itIsAnAsyncApiDocument() throws IOException {
        assertThat(document.errorsBy("asyncapi-3.0.0.schema.json", SpecificationVersion.DRAFT_7)).isEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(document.references()).hasSizeGreaterThan(30)
                .allSatisfy(reference -> assertThat(document.resolved(reference)).isNotEmpty());
    }

    @Test
    void itHasEveryTopicAsItIsCreated() {
        TopicsConfig config = Config.of(Map.of(), Map.of()).section(TopicsConfig.class, TopicsConfig.PREFIX);
        Map<String, Long> documented = new TreeMap<>();
        document.at("/channels").forEach(channel -> documented.put(channel.path("address").asText(),
                channel.at("/bindings/kafka/topicConfiguration/retention.ms").asLong(-1)));
        assertThat(documented).isEqualTo(Stream.of(Topic.values())
                .collect(Collectors.toMap(topic -> topic.named(""), topic -> retention(config, topic))));
        assertThat(
                document.at("/channels/workerHeartbeats/bindings/kafka/topicConfiguration/cleanup.policy/0").asText())
                .isEqualTo("compact");
    }

    @Test
    void commandsAreThoseThatAreReadByTheirType() {
        assertMessages("promptRequests", Arrays.stream(Command.class.getAnnotation(JsonSubTypes.class).value())
                .collect(Collectors.toMap(JsonSubTypes.Type::name, type -> schema(type.value()))));
    }

    @Test
    void chunkEventsAreEveryTypeOfEventAndTheAnswersToRequests() {
        Map<String, String> written = Stream.of(EventType.values())
                .collect(Collectors.toMap(EventType::wire, type -> schema(type.event())));
        for (Class<?> answer : CoordinatorReply.class.getPermittedSubclasses()) {
            written.put(answer.getSimpleName(), schema(answer));
        }
        written.put(Watching.TYPE, schema(Watching.class));
        assertMessages("chunkEvents", written);
    }

    @Test
    void resultsAreOneRecordEach() {
        assertMessages("turnResults", Map.of("TurnFinished", schema(TurnFinished.class)));
    }

    @Test
    void usageIsOneKindOfRecord() {
        assertMessages("usage", Map.of("UsageTotal", schema(UsageTotal.class)));
    }

    @Test
    void headersAreThoseThatAreWritten() {
        assertThat(Document.names(document.at("/components/schemas/EventHeaders/properties")))
                .containsExactlyInAnyOrder(
                        ChunkHeaders.TURN, ChunkHeaders.TYPE, ChunkHeaders.ATTEMPT, ChunkHeaders.OWNER);
        assertThat(Document.texts(document.at("/components/schemas/EventHeaders/properties/type/enum")))
                .isEqualTo(Stream.of(EventType.values()).map(EventType::wire)
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(document.at("/components/schemas/WatchingHeaders/properties").properties()).singleElement()
                .satisfies(header -> {
                    assertThat(header.getKey()).isEqualTo(ChunkHeaders.TYPE);
                    assertThat(header.getValue().path("const").asText()).isEqualTo(Watching.TYPE);
                });
        assertThat(Document.names(document.at("/components/schemas/AnswerHeaders/properties")))
                .containsExactly(CoordinatorReply.REQUEST);
        assertThat(Document.names(document.at("/components/messages/deadLetter/headers/properties")))
                .containsExactlyInAnyOrder(DeadLetterHeaders.REASON, DeadLetterHeaders.TOPIC,
                        DeadLetterHeaders.PARTITION, DeadLetterHeaders.OFFSET);
    }

    @Test
    void everyRecordOfASessionIsKeyedByIt() {
        for (String channel : new String[]{"promptRequests", "chunkEvents", "turnResults"}) {
            assertThat(document.at("/channels/" + channel + "/messages")).allSatisfy(message -> assertThat(
                    document.resolved(message).at("/bindings/kafka/key/description").asText())
                    .isEqualTo("The session."));
        }
    }

    /** @param written the schema of each message, by its name */
    private void assertMessages(String channel, Map<String, String> written) {
        Map<String, String> documented = new TreeMap<>();
        document.at("/channels/" + channel + "/messages").properties()
                .forEach(message -> documented.put(message.getKey(), payload(document.resolved(message.getValue()))));
        assertThat(documented).isEqualTo(written);
    }

    private static String payload(JsonNode message) {
        return message.at("/payload/schema/$ref").asText();
    }

    private static String schema(Class<?> written) {
        return SCHEMAS + written.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase() + ".schema.json";
    }

    private static long retention(TopicsConfig config, Topic topic) {
        Duration kept = switch (topic) {
            case PROMPT_REQUESTS -> config.promptRequestsRetention();
            case CHUNK_EVENTS -> config.chunkEventsRetention();
            case TURN_RESULTS -> config.turnResultsRetention();
            case DEAD_LETTERS -> config.deadLettersRetention();
            case TURN_JOBS -> config.turnJobsRetention();
            case USAGE -> config.usageRetention();
            case WORKER_HEARTBEATS -> Duration.ofMillis(-1);
        };
        return kept.toMillis();
    }
}
