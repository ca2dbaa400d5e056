package dev.rivulet.local.chaos.load;

import dev.rivulet.testkit.sse.SseClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Runs many clients, each on a virtual thread. They submit one turn after another until stopped. */
public final class LoadGenerator implements AutoCloseable {

    private static final int REMEMBERED = 300;

    private final SseClient sse = new SseClient();
    private final List<Thread> clients = new CopyOnWriteArrayList<>();
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Principals principals;
    private final GatewayCalls gateways;
    private final NamedTurns named = new NamedTurns();
    private final IsolationCheck isolation = new IsolationCheck();
    private final Consumer<SeenTurn> seen;
    private final Deque<SeenTurn> recent = new ArrayDeque<>(); // ended turns, guarded by itself
    private volatile Gaps gaps = new Gaps();
    private volatile long giveUpAt = Long.MAX_VALUE;
    private volatile boolean stopped;

    /** @param seen receives every accepted turn when its client has finished it; any thread */
    public LoadGenerator(List<URI> gateways, Principals principals, Consumer<SeenTurn> seen) {
        this.principals = principals;
        this.gateways = new GatewayCalls(gateways, sse, principals);
        this.seen = seen;
    }

    /** Starts clients, and those who try their names; {@code seed} decides what each of them does. */
    public void start(int count, long seed) {
        for (int i = 0; i < count; i++) {
            start(new LoadClient("c" + i, principals.ofClient(i), seed + i, gateways, this));
        }
        if (principals.areSeveral()) {
            principals.names().forEach(each -> start(new Intruder(each, seed - each.hashCode(), gateways, this)));
        }
    }

    void start(Runnable client) {
        clients.add(Thread.startVirtualThread(client));
    }

    /**
     * Stops new turns and waits for the running ones.
     *
     * @param patience how long clients wait for turns that have not ended
     */
    public void finish(Duration patience) throws InterruptedException {
        stopped = true;
        giveUpAt = System.nanoTime() + patience.toNanos();
        for (Thread client : clients) {
            client.join();
        }
    }

    /** Returns the gaps so far, and measures others from now on. */
    public Gaps takeGaps() {
        Gaps taken = gaps;
        gaps = new Gaps();
        return taken;
    }

    /** Returns the number of gaps since {@link #takeGaps}. */
    public int gapsSoFar() {
        return gaps.count();
    }

    void gap(long millis) {
        gaps.add(millis);
    }

    /**
     * Resumes turns that have ended, each after one of its events, all at once.
     *
     * @return what was not exactly the rest; empty if nothing has ended yet
     */
    public List<String> resumeAtOnce(int readers, long seed) throws InterruptedException {
        List<SeenTurn> ended;
        synchronized (recent) {
            ended = List.copyOf(recent);
        }
        return ended.isEmpty() ? List.of() : new ResumeHerd(gateways, new Random(seed)).resume(ended, readers);
    }

    /** Returns what was found of principals in what others were sent. */
    public IsolationCheck isolation() {
        return isolation;
    }

    NamedTurns named() {
        return named;
    }

    boolean stopped() {
        return stopped;
    }

    boolean timedOut() {
        return giveUpAt != Long.MAX_VALUE && System.nanoTime() - giveUpAt > 0;
    }

    void asked(SubmitOutcome acceptance) {
        asked.incrementAndGet();
        switch (acceptance) {
            case SubmitOutcome.Accepted accepted -> {
            }
            case SubmitOutcome.Unknown lost -> unknown.incrementAndGet();
            case SubmitOutcome.Refused no -> refused.incrementAndGet();
        }
    }

    /** A follower of its session has seen a turn. */
    void followed(SeenTurn turn) {
        seen.accept(turn);
    }

    /** A reader has seen a turn. */
    void seen(SeenTurn turn) {
        seen.accept(turn);
        if (turn.problem().isEmpty() && turn.events().size() > 1) {
            synchronized (recent) {
                recent.addLast(turn);
                if (recent.size() > REMEMBERED) {
                    recent.removeFirst();
                }
            }
        }
    }

    /** Returns the number of prompts sent. */
    public long asked() {
        return asked.get();
    }

    /** Returns the number of prompts without a response that says whether they were accepted. */
    public long unknown() {
        return unknown.get();
    }

    /** Returns the number of valid prompts that were refused. */
    public long refused() {
        return refused.get();
    }

    @Override
    public void close() {
        stopped = true;
        clients.forEach(Thread::interrupt);
        sse.close();
    }
}
