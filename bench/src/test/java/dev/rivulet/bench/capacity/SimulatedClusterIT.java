package dev.rivulet.bench.capacity;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rivulet.bench.capacity.model.Cluster;
import dev.rivulet.bench.capacity.model.Costs;
import dev.rivulet.bench.capacity.model.Load;
import dev.rivulet.bench.capacity.simulation.AnswerLengths;
import dev.rivulet.bench.capacity.simulation.Arrivals;
import dev.rivulet.bench.capacity.simulation.Clusters;
import dev.rivulet.bench.capacity.simulation.Scenario;
import dev.rivulet.bench.capacity.simulation.Simulation;
import dev.rivulet.bench.capacity.simulation.SimulationResult;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.JavaProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The simulation against workers and a broker that are real, with the same turns at the same times. Tolerances are wide
 * for what the simulation leaves out: calls to the provider, and a machine of two cores that runs all of it, cold.
 */
@Isolated("it measures how long turns wait")
class SimulatedClusterIT {

    private static final int EXECUTORS = 3;
    private static final int SLOTS = 6;
    private static final int TOKENS = 10;
    private static final int PARTITIONS = 12;
    private static final long SEED = 11;
    private static final List<String> SMALL = List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Cluster CLUSTER = Clusters.of(PARTITIONS, 1, EXECUTORS,
            Map.of("rivulet.worker.concurrent-turns", "" + SLOTS));

    private final LlmSimulator llm = LlmSimulator.start();
    private final List<JavaProcess> workers = new ArrayList<>();
    private TurnLog log;

    @TempDir
    Path logs;

    @BeforeEach
    void start() {
        String prefix = SharedKafka.newPrefix(SimulatedClusterIT.class);
        workers.add(worker(prefix, "coordinate,execute"));
        Stream.generate(() -> worker(prefix, "execute")).limit(EXECUTORS).forEach(workers::add);
        await("all workers").until(() -> workers.stream().allMatch(one -> one.err().contains("worker started")));
        log = new TurnLog(prefix, PARTITIONS);
        llm.script(Script.timestamped(1));
        // Until each has run a turn: then each is known to the coordinator, and its code was loaded.
        await("a turn in every worker").until(() -> {
            List<TurnId> turns = Stream.generate(log::prompt).limit(2L * SLOTS).toList();
            await("ends").until(() -> log.results().keySet().containsAll(turns));
            return log.results().values().stream().map(TurnFinished::owner).distinct().count() == workers.size();
        });
    }

    @AfterEach
    void close() throws InterruptedException {
        workers.forEach(worker -> worker.signal("KILL"));
        workers.forEach(JavaProcess::close);
        if (log != null) {
            log.close();
        }
        llm.close();
    }

    private JavaProcess worker(String prefix, String roles) {
        return JavaProcess.start(JavaProgram.of("worker-" + workers.size(), "dev.rivulet.local.cli.Rivulet", "worker")
                .withOptions(SMALL)
                .withEnvironment(Map.of("KAFKA_BOOTSTRAP_SERVERS", SharedKafka.bootstrapServers(),
                        "OPENAI_BASE_URL", llm.baseUrl(), "RIVULET_TOPICS_PREFIX", prefix,
                        "RIVULET_WORKER_ROLES", roles, "RIVULET_TOPICS_PARTITIONS", "" + PARTITIONS,
                        "RIVULET_WORKER_CONCURRENT_TURNS", "" + SLOTS)),
                logs);
    }

    /** Half as many turns again as there are slots for: they wait longer and longer. */
    @Test
    void turnsWaitAndSpreadAndAreTakenOverAsTheSimulationSays() {
        Duration window = Duration.ofSeconds(8);
        Load overload = load(Duration.ofSeconds(3), 12);
        List<TurnId> turns = run(overload, window);
        await("their ends").until(() -> log.results().keySet().containsAll(turns));
        SimulationResult simulated = simulate(overload, beside(turns, overload), Duration.ZERO, window, 0);

        assertThat(simulated.turns()).isEqualTo(turns.size());
        long[] queued = turns.stream().mapToLong(turn -> log.results().get(turn).timings().queuedMs()).sorted()
                .toArray();
        Map<String, Long> byOwner = turns.stream().map(turn -> log.results().get(turn).owner())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        double busiest = byOwner.values().stream().mapToLong(Long::longValue).max().orElseThrow()
                / ((double) turns.size() / workers.size());
        report("queued ms, p50 and p99: " + at(queued, 50) + " and " + at(queued, 99) + ", simulated "
                + simulated.queued().p50() / 1_000 + " and " + simulated.queued().p99() / 1_000);
        report("busiest worker, of the mean: " + busiest + ", simulated " + simulated.busiestWorker());
        assertClose(at(queued, 50), simulated.queued().p50() / 1_000);
        assertClose(at(queued, 99), simulated.queued().p99() / 1_000);
        assertThat(busiest).isCloseTo(simulated.busiestWorker(), within(0.25));

        assertTakeover();
    }

    /** Every turn is four seconds long, and most slots are free. */
    private void assertTakeover() {
        Duration settle = Duration.ofSeconds(5);
        Duration window = Duration.ofSeconds(4);
        Load light = load(Duration.ofSeconds(4), 6);
        List<TurnId> turns = new ArrayList<>(run(light, settle.plus(window)));
        long killedAt = System.currentTimeMillis();
        workers.getLast().signal("KILL");
        await("their ends").until(() -> log.results().keySet().containsAll(turns));
        SimulationResult simulated = simulate(light, Duration.ZERO, settle, window, 1);

        long[] takeovers = turns.stream().filter(turn -> log.starts(turn).size() > 1)
                .mapToLong(turn -> log.starts(turn).getLast() - killedAt).sorted().toArray();
        report("takeovers " + takeovers.length + ", ms, p50 and most: " + at(takeovers, 50) + " and "
                + at(takeovers, 100) + ", simulated " + simulated.lost() + ", " + simulated.takeover().p50() / 1_000
                + " and " + simulated.takeover().max() / 1_000);
        assertThat(simulated.lost()).isPositive();
        assertThat(takeovers).isNotEmpty();
        // When within half a second a heartbeat was due is chance in both; on a busy machine sweeps come late.
        assertThat(at(takeovers, 50)).isCloseTo(simulated.takeover().p50() / 1_000, within(2_000L));
    }

    private static Load load(Duration turn, int turnsPerSecond) {
        return new Load(Math.toIntExact(turnsPerSecond * turn.toSeconds()), (double) TOKENS / turn.toSeconds(), TOKENS,
                1, 0, 0);
    }

    /** What the turns took in their slots beside their answers, which the simulation does not know. */
    private Duration beside(List<TurnId> turns, Load load) {
        double mean = turns.stream().map(turn -> log.results().get(turn).timings())
                .mapToLong(timings -> timings.totalMs() - timings.queuedMs()).average().orElseThrow();
        report("a turn takes " + mean + " ms in its slot");
        return Duration.ofMillis(Math.round(mean - 1_000 * load.turnSeconds()));
    }

    private static SimulationResult simulate(Load load, Duration beside, Duration settle, Duration window, int killed) {
        return Simulation.run(new Scenario(load, CLUSTER, Costs.MEASURED.threads().coordination(),
                Scenario.Delays.MEASURED.withExecution(beside), AnswerLengths.FIXED,
                false, settle, window, killed, SEED));
    }

    /** Sends the prompts of a load at the times at which the simulation accepts them. */
    private List<TurnId> run(Load load, Duration window) {
        Duration gap = Duration.ofMillis(Math.round(1_000 / load.rate()));
        llm.script(Script.timestamped(TOKENS).withTiming(gap, gap));
        Arrivals arrivals = new Arrivals(load.turns(), SEED);
        List<TurnId> turns = new ArrayList<>();
        long start = System.nanoTime();
        for (long at = arrivals.getAsLong(); at < window.toNanos(); at = arrivals.getAsLong()) {
            while (System.nanoTime() - start < at) {
                LockSupport.parkNanos(start + at - System.nanoTime());
            }
            turns.add(log.prompt());
        }
        return turns;
    }

    private static void assertClose(long millis, long simulated) {
        assertThat(millis).isCloseTo(simulated, within(400 + simulated / 4));
    }

    private static long at(long[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    private static void report(String line) {
        System.out.println("SimulatedClusterIT: " + line);
    }
}
