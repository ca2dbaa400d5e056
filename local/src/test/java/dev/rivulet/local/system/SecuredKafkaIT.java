package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.local.examples.KcatScript;
import dev.rivulet.local.repartition.Repartition;
import dev.rivulet.local.topics.TopicsCreation;
import dev.rivulet.local.topics.TopicsInspector;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.kafka.SecuredKafka;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/**
 * The system over a broker with TLS, passwords and an authorizer. Each role has the ACLs that {@code docs/security.md}
 * has for it, and no others. The methods build on each other: the last ones judge what all were allowed.
 */
@Isolated("it reads all that is logged")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredKafkaIT {

    private static final String NEW_PREFIX = "wide.";
    private static final Script SLOW = Script.of("river ".repeat(400)).withTiming(Duration.ZERO,
            Duration.ofMillis(20));

    @TempDir
    private Path folder;

    private final AclTable table = AclTable.read(NEW_PREFIX);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ofKafka = (Logger) LoggerFactory.getLogger("org.apache.kafka");
    private SecuredKafka kafka;
    private TestSystem system;
    private Worker worker;

    @BeforeAll
    void start() throws Exception {
        ofKafka.setLevel(Level.INFO);
        logged.start();
        root.addAppender(logged);
        kafka = SecuredKafka.start(table.roles());
        kafka.allow(table.bindings());
        system = new TestSystem(kafka.bootstrapServers(), 0, 0, Map.of("rivulet.topics.partitions", "2",
                "rivulet.provider.continuation", "prefix", "rivulet.worker.heartbeat-interval", "300ms"));
        TopicsCreation.run(config("operator"));
        worker = system.startWorker(as("worker"));
        system.addGateway(as("gateway"));
        await().until(worker::ready);
    }

    @AfterAll
    void stop() {
        if (system != null) {
            system.close();
        }
        if (kafka != null) {
            kafka.close();
        }
        root.detachAppender(logged);
        ofKafka.setLevel(null);
    }

    @Test
    @Order(1)
    void clientsAreServed() {
        TestClient client = system.client(0);
        SseStream answer = client.stream("s", "first");
        assertThat(TestSystem.observe(answer).text()).isEqualTo("turn 1 | user: first");
        SseStream followed = client.follow("s");
        assertThat(followed.next(Waiting.LIMIT)).isPresent();
        followed.close();
        assertThat(client.get("/v1/sessions/s/turns").body()).contains("user: first");
        assertThat(TestSystem.observe(client.stream("s", "once", "key")).text())
                .isEqualTo(TestSystem.observe(client.stream("s", "once", "key")).text());
        system.answer("stopped", SLOW);
        SseStream stopped = client.stream("s", "stopped");
        assertThat(stopped.next(Waiting.LIMIT)).isPresent();
        assertThat(client.cancel("s", turnOf(stopped))).isEqualTo(202);
        assertThat(TestSystem.observe(stopped).terminal()).isPresent();
        assertThat(client.forget("s").statusCode()).isLessThan(300);
        await().until(() -> client.get("/v1/usage").body().contains("\"turns\""));
        system.addGateway(as("gateway"));
        await().until(() -> system.client(1).snapshot("s", turnOf(answer)).path("status").asText().equals("done"));
    }

    @Test
    @Order(2)
    void aBackendAsksAndReadsResultsAndEvents() throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(clientOf("backend"), new StringSerializer(),
                new StringSerializer());
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(consumerOf("backend"),
                        new StringDeserializer(), new StringDeserializer())) {
            producer.send(new ProducerRecord<>("prompt-requests", "malformed", "{not json")).get();
            producer.send(new ProducerRecord<>("prompt-requests", "asked", """
                    {"type":"PromptRequested","sessionId":"asked","turnId":"%s","prompt":"over Kafka","options":{}}
                    """.formatted(new TurnIds().next()))).get();
            consumer.subscribe(List.of("turn-results", "chunk-events"));
            Set<String> answeredIn = new HashSet<>();
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (record.value() != null && record.value().contains("over Kafka")) {
                        answeredIn.add(record.topic());
                    }
                });
                consumer.commitSync();
                return answeredIn.size() == 2;
            });
        }
        // Before the worker that read it is gone.
        await().until(() -> kafka.authorizations().allowed("worker").anyMatch(entry -> entry.name()
                .equals("dead-letters") && entry.operation() == AclOperation.WRITE));
    }

    @Test
    @Order(3)
    void kcatAsksAndReadsTheEvents() throws Exception {
        assumeTrue(KcatScript.canRun(), "kcat is not installed");
        // Up to librdkafka 2.6.0 Kafka 4 refuses its SCRAM (confluentinc/librdkafka#4895).
        Path settings = Files.writeString(folder.resolve("kcat.conf"), """
                security.protocol=SASL_SSL
                sasl.mechanisms=PLAIN
                sasl.username=backend
                sasl.password=%s
                ssl.ca.location=%s
                """.formatted(SecuredKafka.password("backend"), kafka.authority().certificate()));
        String result = KcatScript.ask(kafka.bootstrapServers(), "with kcat", "kcat",
                Map.of("KCAT_CONFIG", settings.toString()));
        assertThat(result).contains("user: with kcat");
        Process events = new ProcessBuilder("kcat", "-F", settings.toString(), "-C", "-q", "-e", "-b",
                kafka.bootstrapServers(), "-t", "chunk-events", "-o", "beginning").redirectErrorStream(true).start();
        assertThat(new String(events.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("user: with kcat");
    }

    @Test
    @Order(4)
    void executorsRunTurnsAndTakeThemOverFromEachOther() {
        Map<String, String> small = with("executor", "rivulet.worker.roles", "execute");
        small.put("rivulet.worker.concurrent-turns", "2");
        Worker executor = system.startWorker(small);
        Worker coordinator = system.startWorker(with("worker", "rivulet.worker.roles", "coordinate"));
        await().until(() -> executor.ready() && coordinator.ready());
        system.stopWorker(worker);
        await().until(coordinator::ready);
        system.answer("goes on", SLOW);
        system.answer("fails", SLOW);
        SseStream goesOn = begun("one", Map.of("prompt", "goes on", "onInterruption", "continue,restart"));
        SseStream fails = begun("two", Map.of("prompt", "fails", "onInterruption", "fail"));
        String waits = system.client(0).submit("three", "waits").path("turnId").asText();
        Worker successor = system.startWorker(with("executor", "rivulet.worker.roles", "execute"));
        await().until(successor::ready);

        system.stopWorker(executor);

        ObservedTurn continued = TestSystem.observe(goesOn);
        assertThat(continued.newestAttempt()).isEqualTo(2);
        assertThat(continued.text()).isEqualTo("river ".repeat(400));
        assertThat(TestSystem.observe(fails).terminal()).isPresent();
        assertThat(system.client(0).snapshot("two", turnOf(fails)).path("text").asText()).startsWith("river");
        await().until(() -> system.client(0).snapshot("three", waits).path("status").asText().equals("done"));
        askForALostJob(successor);
    }

    /** As a coordinator does whose job may not have arrived: the executor gives the attempt up. */
    private void askForALostJob(Worker executor) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(clientOf("worker"), new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("turn-jobs", executor.id(), """
                    {"type":"AttemptChecked","sessionId":"lost","turnId":"%s","attempt":1}
                    """.formatted(new TurnIds().next())));
        }
        await().until(() -> kafka.authorizations().allowed("executor").anyMatch(entry -> entry.name()
                .equals("prompt-requests") && entry.operation() == AclOperation.WRITE));
    }

    @Test
    @Order(5)
    void anOperatorInspectsAndRepartitions() throws Exception {
        system.stopWorkers();
        assertThat(TopicsInspector.of(config("operator")).json()).contains("\"bytes\" : ")
                .doesNotContain("\"bytes\" : null");
        await().until(() -> TopicsInspector.of(config("operator")).liveWorkers().isEmpty());
        Repartition killed = new Repartition(config("operator"), NEW_PREFIX, 3, line -> {
            if (line.startsWith("copied ")) {
                throw new IllegalStateException("killed");
            }
        });
        assertThatThrownBy(killed::run).hasMessage("killed");
        killed.undo();
        new Repartition(config("operator"), NEW_PREFIX, 3, line -> {}).run();
        assertThat(TopicsInspector.of(config("operator").with(Map.of("rivulet.topics.prefix", NEW_PREFIX))).json())
                .contains("wide.prompt-requests");
    }

    @Test
    @Order(6)
    void noAclIsMissing() {
        assertThat(kafka.authorizations().denied()).isEmpty();
    }

    @Test
    @Order(7)
    void noAclIsSuperfluous() {
        assertThat(table.superfluous(kafka.authorizations())).isEmpty();
    }

    @Test
    @Order(8)
    void nobodyLogsAPassword() {
        assertThat(logged.list).isNotEmpty().noneMatch(event -> table.roles().stream()
                .anyMatch(role -> event.getFormattedMessage().contains(SecuredKafka.password(role))
                        || String.valueOf(event.getKeyValuePairs()).contains(SecuredKafka.password(role))));
    }

    /** Returns a turn of which something was shown. */
    private SseStream begun(String session, Map<String, String> turn) {
        SseStream stream = system.client(0).stream(session, turn);
        await().until(() -> stream.events().size() > 5);
        return stream;
    }

    private Config config(String role) {
        return system.config(as(role));
    }

    private Map<String, String> with(String role, String name, String value) {
        Map<String, String> settings = as(role);
        settings.put(name, value);
        return settings;
    }

    private Map<String, String> as(String role) {
        Map<String, String> settings = new HashMap<>();
        kafka.client(role).forEach((name, value) -> settings.put("rivulet.kafka.client." + name, value));
        return settings;
    }

    private Map<String, Object> clientOf(String role) {
        Map<String, Object> settings = new HashMap<>(kafka.client(role));
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return settings;
    }

    private Map<String, Object> consumerOf(String role) {
        Map<String, Object> settings = clientOf(role);
        settings.put("group.id", "backend");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        return settings;
    }

    private static String turnOf(SseStream stream) {
        return stream.header("X-Turn-Id").orElseThrow();
    }
}
