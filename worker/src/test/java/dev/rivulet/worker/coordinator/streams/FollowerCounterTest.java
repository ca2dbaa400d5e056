package dev.rivulet.worker.coordinator.streams;

import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.schemas.command.ForgetRequested;
import dev.rivulet.schemas.command.ReadersChanged;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.Watching;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.topic.DeadLetterHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker writes when gateways say how many followers a session has. */
class FollowerCounterTest {

    private static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final int VALID = 90_000;

    @TempDir
    private Path folder;
    @TempDir
    private Path otherFolder;
    private CoordinatorDriver coordinator;

    @BeforeEach
    void start() {
        coordinator = new CoordinatorDriver("worker-1", START, folder);
    }

    @AfterEach
    void close() {
        coordinator.close();
    }

    @Test
    void followersAreToldHowManyTheyAreByARecordThatIsNoEventOfATurn() {
        says("a", 1);
        says("b", 1);
        coordinator.passes(Duration.ofSeconds(1));

        assertThat(coordinator.output("chunk-events")).singleElement().satisfies(record -> {
            assertThat(new String(record.key(), UTF_8)).isEqualTo(SESSION.value());
            assertThat(record.value()).asString(UTF_8).isEqualTo("{\"readers\":2}");
            assertThat(Watching.isIn(record.headers())).isTrue();
            assertThat(record.headers().toArray()).singleElement().satisfies(header -> {
                assertThat(header.key()).isEqualTo("type");
                assertThat(header.value()).asString(UTF_8).isEqualTo("watching");
            });
            assertThat(ChunkHeaders.read(record.headers())).isEmpty();
            assertThat(CoordinatorReply.request(record.headers())).isEmpty();
        });
    }

    @Test
    void aCountChangesNoStateAlsoOfASessionThatWasForgotten() {
        coordinator.send(new ForgetRequested(SESSION, coordinator.mint()));
        coordinator.output("chunk-events");
        CoordinatorDriver.State before = coordinator.state();

        says("a", 1);
        says("b", 1);
        coordinator.passes(Duration.ofSeconds(1));

        assertThat(readers()).containsExactly(2);
        assertThat(coordinator.state()).isEqualTo(before);
        assertThat(coordinator.output("dead-letters")).isEmpty();
        assertThat(coordinator.output("turn-results")).isEmpty();
    }

    @Test
    void aSuccessorCountsWhatTheGatewaysSayToIt() {
        says("a", 1);
        says("b", 1);
        coordinator.passes(Duration.ofSeconds(1));
        try (CoordinatorDriver successor = coordinator.takenOverBy("worker-2", coordinator.state(), otherFolder)) {
            successor.send(new ReadersChanged(SESSION, "a", 1, VALID));
            successor.passes(Duration.ofSeconds(1));
            assertThat(readers(successor)).isEmpty();
            successor.send(new ReadersChanged(SESSION, "b", 1, VALID));
            successor.passes(Duration.ofSeconds(1));
            assertThat(readers(successor)).containsExactly(2);
        }
    }

    /** All counts would have expired meanwhile, and nobody has left. */
    @Test
    void afterAStallNothingIsToldByTheTermThatWasStalled() {
        MockProcessorContext<Object, byte[]> context = new MockProcessorContext<>();
        context.setCurrentSystemTimeMs(0);
        Semaphore room = new Semaphore(3);
        FollowerCounter counter = new FollowerCounter(room, coordinator.stallDetector);
        counter.init(context);
        for (String gateway : List.of("a", "b")) {
            counter.process(new Record<>(SESSION.value(),
                    new Input(new ReadersChanged(SESSION, gateway, 1, VALID), null, 0), 0));
        }
        Punctuator tell = context.scheduledPunctuators().getFirst().getPunctuator();
        tell.punctuate(1_000);
        coordinator.processClock.addAndGet(Duration.ofMinutes(2).toNanos());

        assertThatThrownBy(() -> tell.punctuate(120_000)).isInstanceOf(ProcessStalledException.class);
        assertThat(context.forwarded()).hasSize(1);
        counter.close();
        assertThat(room.availablePermits()).isEqualTo(3);
        assertThat(context.scheduledPunctuators()).allMatch(CapturedPunctuator::cancelled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"gateway\":\"g\",\"readers\":-1,\"validMs\":1",
            "\"gateway\":\"g\",\"readers\":99999999999,\"validMs\":1",
            "\"gateway\":\"g\",\"readers\":1000001,\"validMs\":1",
            "\"gateway\":\"g\",\"readers\":1,\"validMs\":3600001",
            "\"gateway\":\"an oversized name\",\"readers\":1,\"validMs\":1",
            "\"gateway\":null,\"readers\":1,\"validMs\":1", "\"readers\":1"})
    void aHostileCountIsADeadLetterAndTheNextOneCounts(String fields) {
        coordinator.commands(SESSION.value(), ("{\"type\":\"ReadersChanged\",\"sessionId\":\"" + SESSION + "\","
                + fields.replace("an oversized name", "g".repeat(10_000)) + "}").getBytes(UTF_8));
        says("a", 2);
        coordinator.passes(Duration.ofSeconds(1));

        assertThat(coordinator.output("dead-letters")).singleElement().satisfies(dead -> assertThat(
                dead.headers().lastHeader(DeadLetterHeaders.REASON).value()).asString(UTF_8)
                .startsWith("is not a Command"));
        assertThat(readers()).containsExactly(2);
    }

    @Test
    void aCountUnderTheKeyOfAnotherSessionIsADeadLetter() {
        coordinator.commands("other", Json.write(new ReadersChanged(SESSION, "a", 7, VALID)));
        coordinator.passes(Duration.ofSeconds(1));
        assertThat(coordinator.output("dead-letters")).hasSize(1);
        assertThat(readers()).isEmpty();
    }

    @Test
    void noMoreIsKeptThanTheSettingAllows() {
        for (int gateway = 0; gateway < 100; gateway++) {
            says("g" + gateway, 1);
        }
        coordinator.passes(Duration.ofSeconds(1));
        assertThat(readers()).containsExactly(CoordinatorDriver.FOLLOWER_COUNTS);
    }

    private void says(String gateway, int readers) {
        coordinator.send(new ReadersChanged(SESSION, gateway, readers, VALID));
    }

    private List<Integer> readers() {
        return readers(coordinator);
    }

    private static List<Integer> readers(CoordinatorDriver driver) {
        return driver.output("chunk-events").stream().filter(record -> Watching.isIn(record.headers()))
                .map(TestRecord::value).map(value -> Json.read(value, Watching.class).readers()).toList();
    }
}
