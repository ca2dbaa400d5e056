package dev.rivulet.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * 200 principals of which one asks for 100 times its share: the first tokens of the others take at most twice as long
 * if it has a quota. What they take beside one without is reported: turns take turns, but all share one machine. Turn
 * by turn that is {@code FairnessIT} of the worker; here it is a whole system under load. In full size (a minute for
 * each phase, judged by the 99th percentile) with {@code -Drivulet.shares=full}.
 */
@Isolated("it compares times")
class SharesIT {

    private static final boolean FULL = "full".equals(System.getProperty("rivulet.shares"));
    /** Of what is judged; half of it is enough for the rest. */
    private static final Duration PHASE = Duration.ofSeconds(FULL ? 60 : 12);
    /** Of some 200 first tokens two are above the 99th percentile: a pause of the machine would decide. */
    private static final int JUDGED = FULL ? 99 : 90;
    private static final int OTHERS = 199;
    /** How often each of the others asks: in all 20 turns a second, half of what the worker can run. */
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int SLOTS = 80;
    /** Answers take up to four seconds. If all took as long, slots given together would come free together. */
    private static final List<Script> ANSWERS = IntStream.rangeClosed(1, 9).mapToObj(
            tokens -> Script.of("a ".repeat(tokens)).withTiming(Duration.ZERO, Duration.ofMillis(500))).toList();
    /** How many ask at once, one turn after the other: a hundred times what each of the others asks, and more. */
    private static final int GREEDY = 100;
    private static final Duration REFUSED_PAUSE = Duration.ofMillis(250);
    /** What a machine of tests may take for itself. */
    private static final long SLACK_MS = 100;

    @TempDir
    private Path folder;
    private final List<String> lines = new ArrayList<>();

    @Test
    void theOthersFirstTokensTakeAtMostTwiceAsLongWhenOneAsksForAHundredTimesItsShare()
            throws IOException, InterruptedException {
        List<String> others = IntStream.range(0, OTHERS).mapToObj(i -> key("other-" + i, "default")).toList();
        String unlimited = key("unlimited", "unlimited");
        String limited = key("limited", "default");
        Path keys = Files.write(folder.resolve("keys"), lines);
        Map<String, String> settings = new HashMap<>(Map.of("rivulet.auth.keys-file", keys.toString(),
                "rivulet.topics.partitions", "4", "rivulet.topics.prefix", SharedKafka.newPrefix(SharesIT.class),
                "rivulet.worker.concurrent-turns", Integer.toString(SLOTS), "rivulet.quota.default.open-turns", "20",
                "rivulet.quota.class.unlimited.open-turns", "unlimited"));
        try (TestSystem system = new TestSystem(SharedKafka.bootstrapServers(), 1, 1, settings)) {
            Random random = new Random(47);
            system.simulator.script(request -> ANSWERS.get(random.nextInt(ANSWERS.size())));
            Load load = new Load(system.client(0), others);
            load.run(Optional.empty(), PHASE.dividedBy(2));
            Phase before = load.run(Optional.empty(), PHASE);
            Phase fair = load.run(Optional.of(unlimited), PHASE.dividedBy(2));
            Phase quota = load.run(Optional.of(limited), PHASE);
            Phase after = load.run(Optional.empty(), PHASE);

            before.report("alone, before");
            fair.report("beside one without a quota");
            quota.report("beside one with a quota");
            after.report("alone, after");
            long alone = Math.max(before.percentile(JUDGED), after.percentile(JUDGED));
            assertThat(fair.greedyTurns.get()).as("turns of the greedy one").isGreaterThan(fair.firstTokens.size() / 4);
            assertThat(fair.refused).hasValue(0);
            assertThat(quota.refused).hasPositiveValue();
            assertThat(quota.percentile(JUDGED)).isLessThanOrEqualTo(2 * alone + SLACK_MS);
        }
    }

    private String key(String principal, String quotaClass) {
        ApiKey.Generated made = ApiKey.generate(principal, principal, ApiKey.scopes("ask"), Optional.of(quotaClass));
        lines.add(made.line().line());
        return made.key();
    }

    /** What was measured in one phase. Thread-safe. */
    private static final class Phase {

        private final ConcurrentLinkedQueue<Long> firstTokens = new ConcurrentLinkedQueue<>(); // of the others, in ms
        private final AtomicInteger greedyTurns = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();

        private long percentile(int percent) {
            List<Long> sorted = firstTokens.stream().sorted().toList();
            return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
        }

        void report(String name) {
            System.out.println("SharesIT: " + name + ": first tokens " + firstTokens.size() + ", p50 " + percentile(50)
                    + " ms, p90 " + percentile(90) + " ms, p99 " + percentile(99) + " ms, max " + percentile(100)
                    + " ms; greedy turns "
                    + greedyTurns + ", refused " + refused);
        }
    }

    /** Asks in the name of all others, each once in a period, and of one who asks all the time. */
    private record Load(TestClient client, List<String> others) {

        Phase run(Optional<String> greedy, Duration length) throws InterruptedException {
            Phase phase = new Phase();
            CountDownLatch over = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            Random random = new Random(15);
            for (String other : others) {
                long first = random.nextLong(PERIOD.toMillis());
                threads.add(Thread.startVirtualThread(() -> askEachPeriod(other, first, phase, over)));
            }
            greedy.ifPresent(key -> IntStream.range(0, GREEDY)
                    .forEach(i -> threads.add(Thread.startVirtualThread(() -> askAlways(key, 20L * i, phase, over)))));
            boolean never = over.await(length.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(never).isFalse();
            over.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            return phase;
        }

        private void askEachPeriod(String key, long firstMs, Phase phase, CountDownLatch over) {
            long next = firstMs;
            while (!isOver(over, next)) {
                long began = System.nanoTime();
                try (SseStream stream = ask(key)) {
                    assertThat(firstDelta(stream)).isTrue();
                    phase.firstTokens.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
                    assertThat(stream.awaitEnd(Waiting.LIMIT)).isPresent();
                }
                next = Math.max(0, PERIOD.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            }
        }

        private void askAlways(String key, long firstMs, Phase phase, CountDownLatch over) {
            long pause = firstMs;
            while (!isOver(over, pause)) {
                try (SseStream stream = ask(key)) {
                    boolean admitted = firstDelta(stream);
                    stream.awaitEnd(Waiting.LIMIT);
                    (admitted ? phase.greedyTurns : phase.refused).incrementAndGet();
                    pause = admitted ? 0 : REFUSED_PAUSE.toMillis();
                }
            }
        }

        /** Each turn in a session of its own: sessions queue by themselves. */
        private SseStream ask(String key) {
            return client.sse().post(client.base() + "/v1/sessions/" + UUID.randomUUID() + "/turns",
                    "{\"prompt\":\"hi\"}", Map.of("Authorization", "Bearer " + key));
        }

        private static boolean firstDelta(SseStream stream) {
            Optional<SseEvent> event = stream.next(Waiting.LIMIT);
            while (event.isPresent() && !event.get().type().equals("delta")) {
                event = stream.next(Waiting.LIMIT);
            }
            return event.isPresent();
        }

        private static boolean isOver(CountDownLatch over, long afterMs) {
            try {
                return over.await(afterMs, TimeUnit.MILLISECONDS);
            } catch (InterruptedException stop) {
                return true;
            }
        }
    }
}
