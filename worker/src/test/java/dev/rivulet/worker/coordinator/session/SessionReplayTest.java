package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.ForgetRequested;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Forgotten;
import dev.rivulet.schemas.result.TurnFinished;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * State is stored before anything is sent. So a crash can lose what was sent while the state that says so is kept: the
 * replay of the input, or the new coordinator's own look at the state, brings every record again that someone waits
 * for.
 */
class SessionReplayTest {

    private static final int RUNS = 200;

    private static int ids;

    /** What happened to the coordinator. */
    private enum Crash {
        /** Its thread failed and was replaced: the executions of its process go on. */
        THREAD,
        /** Its process was killed. */
        PROCESS,
        /** Its partition was given away while it did not run: the executions go on, coordinated by another. */
        STALL
    }

    /** Where attempts run. */
    private enum Executions {
        /** In the process of their coordinator. */
        HERE,
        /** In any of several processes, which may pass them on. One of these is killed besides. */
        ANYWHERE
    }

    /** Every turn that does not end by itself is stopped by a later command. */
    static Stream<Named<List<Command>>> scripts() {
        TurnId endless = id();
        TurnId waiting = id();
        TurnId early = id();
        return Stream.of(
                Named.of("two prompts", List.of(prompt(id(), "1", null), prompt(id(), "2", null))),
                Named.of("a prompt that may not start again", List.of(once(id(), "1"), once(id(), "2"))),
                Named.of("a prompt that is continued", List.of(continued(id(), "1", null), prompt(id(), "2", null))),
                Named.of("a prompt that is continued or fails",
                        List.of(continued(id(), "1", OnInterruption.FAIL), continued(id(), "2", null))),
                Named.of("a cancel of a turn that is continued",
                        List.of(continued(endless, SimulatedCluster.ENDLESS, null), prompt(id(), "2", null),
                                new CancelRequested(SESSION, endless))),
                Named.of("an interrupt", List.of(prompt(endless, SimulatedCluster.ENDLESS, null),
                        prompt(id(), "2", WhenBusy.INTERRUPT))),
                Named.of("a cancel of the open turn", List.of(prompt(endless, SimulatedCluster.ENDLESS, null),
                        prompt(id(), "2", null), new CancelRequested(SESSION, endless))),
                Named.of("a cancel of a waiting turn", List.of(prompt(endless, SimulatedCluster.ENDLESS, null),
                        prompt(waiting, "2", null), prompt(id(), "3", null), new CancelRequested(SESSION, waiting),
                        new CancelRequested(SESSION, endless))),
                Named.of("a cancel before the prompt", List.of(new CancelRequested(SESSION, early),
                        prompt(early, "1", null), prompt(id(), "2", null))),
                Named.of("a reject", List.of(prompt(endless, SimulatedCluster.ENDLESS, null),
                        prompt(id(), "2", WhenBusy.REJECT), new CancelRequested(SESSION, endless))),
                Named.of("a full queue", Stream.concat(
                        IntStream.range(0, SessionScript.LIMITS.queuedTurns() + 3)
                                .mapToObj(i -> i == 0
                                        ? prompt(endless, SimulatedCluster.ENDLESS, null)
                                        : prompt(id(), "" + i,
                                                null)),
                        Stream.of(new CancelRequested(SESSION, endless))).map(Command.class::cast).toList()),
                Named.of("a forget", List.of(prompt(endless, SimulatedCluster.ENDLESS, null), prompt(id(), "2", null),
                        prompt(id(), "3", null), new ForgetRequested(SESSION, id()), prompt(id(), "4", null))),
                Named.of("an interrupt of an interrupt", List.of(prompt(endless, SimulatedCluster.ENDLESS, null),
                        prompt(id(), "2", WhenBusy.INTERRUPT), prompt(id(), "3", WhenBusy.INTERRUPT))),
                Named.of("questions and keys", List.of(new SessionRequested(SESSION, id()),
                        keyed("k"), keyed("k"), new SessionRequested(SESSION, id()))));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void whateverACrashLosesEveryTurnEndsForAllWhoWaitForIt(List<Command> script) {
        for (Executions executions : Executions.values()) {
            for (Crash crash : Crash.values()) {
                for (int run = 0; run < RUNS; run++) {
                    run(script, crash, executions, run);
                }
            }
        }
    }

    private static void run(List<Command> script, Crash crash, Executions executions, int run) {
        Random random = new Random(run);
        SimulatedCluster cluster = new SimulatedCluster();
        if (executions == Executions.ANYWHERE) {
            cluster.worker("e-1");
            cluster.worker("e-2");
            cluster.place(own -> anyOf(cluster, own, random), () -> random.nextInt(4) == 0);
        }
        SimulatedCluster.Coordinator first = cluster.coordinator(cluster.worker("w-1"));
        List<Command> unsent = new ArrayList<>(script);
        for (int step = random.nextInt(20 * script.size()); step > 0; step--) {
            switch (random.nextInt(7)) {
                case 0 -> {
                    if (!unsent.isEmpty()) {
                        cluster.commands.add(unsent.removeFirst());
                    }
                }
                case 1, 2 -> first.readCommand();
                case 3 -> first.readResult();
                case 4 -> first.deliverSome(random);
                case 5 -> {
                    first.sweep();
                    cluster.finishExecutions();
                }
                default -> {
                    if (random.nextInt(3) == 0) {
                        first.commit();
                    }
                }
            }
        }
        if (random.nextBoolean()) {
            first.deliverState();
        } else {
            first.deliverSome(random);
        }
        if (crash == Crash.PROCESS) {
            cluster.kill(first.worker);
        }
        SimulatedCluster.Coordinator second = cluster
                .coordinator(crash == Crash.THREAD ? first.worker : cluster.worker("w-2"));
        if (executions == Executions.ANYWHERE && random.nextBoolean()) {
            cluster.kill(cluster.workers.getFirst());
        }
        cluster.commands.addAll(unsent);
        first.worker.heard = crash != Crash.STALL || random.nextBoolean();
        for (int round = 0; round < 40; round++) {
            first.worker.heard |= random.nextInt(10) == 0;
            while (second.readCommand() || second.readResult()) {
                second.deliverSome(random);
            }
            second.sweep();
            if (round < 10) {
                second.deliverSome(random);
                cluster.writeDeltas();
                second.deliverSome(random);
            } else {
                second.deliver();
            }
            cluster.finishExecutions();
        }
        try {
            check(cluster, second, script);
        } catch (AssertionError broken) {
            throw new AssertionError("after a crash of the " + crash + ", executed " + executions + ", in run " + run,
                    broken);
        }
    }

    /** Workers that are known to be dead get nothing. */
    private static SimulatedCluster.Worker anyOf(SimulatedCluster cluster, SimulatedCluster.Worker own, Random random) {
        List<SimulatedCluster.Worker> known = cluster.workers.stream()
                .filter(worker -> worker == own || worker.alive && worker.heard).toList();
        return known.get(random.nextInt(known.size()));
    }

    private static void check(SimulatedCluster cluster, SimulatedCluster.Coordinator last, List<Command> script) {
        assertThat(last.session.active()).as("turns that are left").isEqualTo(ActiveTurns.IDLE);
        assertThat(cluster.workers).as("executions that are left").allMatch(worker -> worker.running.isEmpty());
        assertThat(cluster.started()).extracting(job -> job.turn() + "/" + job.attempt()).doesNotHaveDuplicates();
        int forgotten = lastForget(script);
        for (Command command : script) {
            switch (command) {
                case PromptRequested prompt when begins(prompt, script) -> {
                    checkEnd(cluster, prompt);
                    checkIndex(cluster, last.session.conversation(), prompt.turnId(),
                            script.indexOf(prompt) > forgotten);
                }
                case SessionRequested question -> assertThat(cluster.replies).contains(question.requestId());
                case ForgetRequested forget ->
                    assertThat(cluster.sessionEvents).contains(new Forgotten(forget.requestId()));
                default -> {
                }
            }
            if (command instanceof PromptRequested prompt && prompt.idempotency() != null) {
                assertThat(cluster.replies).contains(prompt.idempotency().requestId());
            }
        }
    }

    private static boolean begins(PromptRequested prompt, List<Command> script) {
        return prompt.idempotency() == null || script.stream().filter(PromptRequested.class::isInstance).findFirst()
                .orElseThrow().equals(prompt);
    }

    private static void checkEnd(SimulatedCluster cluster, PromptRequested prompt) {
        TurnId turn = prompt.turnId();
        assertThat(cluster.terminals).as("terminals").containsKey(turn);
        ChunkEvent.Terminal shown = cluster.terminals.get(turn).getFirst();
        assertThat(cluster.results).as("results of %s", turn).filteredOn(result -> result.turnId().equals(turn))
                .extracting(TurnFinished::terminal).contains(shown);
        if (prompt.options().wantsContinuation()) {
            SimulatedEvents.View seen = cluster.events.read(turn);
            assertThat(seen.refused).as("attempts that continue other text than readers have").isZero();
            assertThat(seen.restarts).as("texts that readers lost").isZero();
            assertThat(shown.seq()).as("deltas that the end of %s counts", turn).isEqualTo(seen.deltas);
        } else {
            assertThat(shown.seq()).as("deltas that the end of %s counts", turn)
                    .isEqualTo(cluster.shown(turn, shown.attempt()));
        }
    }

    private static int lastForget(List<Command> script) {
        return IntStream.range(0, script.size()).filter(i -> script.get(i) instanceof ForgetRequested).max().orElse(-1);
    }

    /**
     * The index has the end that the conversation knows, which readers were shown with the same times, and nothing that
     * is forgotten.
     */
    private static void checkIndex(SimulatedCluster cluster, Conversation conversation, TurnId turn, boolean listed) {
        if (listed && !conversation.hasForgotten(turn)) {
            assertThat(cluster.index).as("indexed").containsKey(turn);
            assertThat(cluster.terminals.get(turn)).contains(cluster.index.get(turn).terminal());
            conversation.endedTurn(turn).ifPresent(
                    past -> assertThat(cluster.index.get(turn).terminal()).isEqualTo(past.terminal()));
        } else {
            assertThat(cluster.index).as("indexed").doesNotContainKey(turn);
        }
    }

    private static PromptRequested keyed(String key) {
        return new PromptRequested(SESSION, id(), "x", null, null, new Idempotency(id(), key, "d"));
    }

    private static PromptRequested prompt(TurnId turn, String words, WhenBusy whenBusy) {
        return PromptRequested.ofPrompt(SESSION, turn, words,
                new TurnOptions(null, null, null, null, whenBusy, null, null));
    }

    private static PromptRequested continued(TurnId turn, String words, OnInterruption otherwise) {
        return PromptRequested.ofPrompt(SESSION, turn, words, TurnOptions.NONE.with(otherwise).withContinuation());
    }

    private static PromptRequested once(TurnId turn, String words) {
        return PromptRequested.ofPrompt(SESSION, turn, words,
                new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null));
    }

    private static TurnId id() {
        return new TurnId(new UUID(1_700_000_000_000L << 16 | 0x7000 | ++ids, 0x8000_0000_0000_0000L));
    }
}
