package dev.rivulet.local.chaos.load;

import dev.rivulet.testkit.sse.SseStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A client that submits prompts and reads each turn to its end; several turns in one session, sometimes two at once.
 */
final class LoadClient extends SimulatedClient {

    private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(15);
    private static final int LATEST_START_MS = 3_000;
    private static final int TURNS_IN_A_SESSION = 5;
    private static final int FOLLOWED_PERCENT = 20;
    private static final int ACCEPTED = 202;

    private final String name;
    private int number;
    private Optional<SessionFollower> follower = Optional.empty(); // of the current session

    LoadClient(String name, String principal, long seed, GatewayCalls gateways, LoadGenerator load) {
        super(principal, seed, gateways, load);
        this.name = name;
    }

    @Override
    void begin() throws InterruptedException {
        Thread.sleep(random.nextInt(LATEST_START_MS));
    }

    @Override
    void end() {
        follower.ifPresent(SessionFollower::finish);
    }

    @Override
    void round() throws InterruptedException {
        boolean two = random.nextInt(100) < 10;
        Map<TurnReader, SseStream> readers = new LinkedHashMap<>();
        for (int i = two ? 2 : 1; i > 0; i--) {
            TurnPlan plan = plan();
            SseStream first = gateways.ask(plan, random);
            SubmitOutcome acceptance = SubmitOutcome.of(first);
            load.asked(acceptance);
            if (acceptance instanceof SubmitOutcome.Accepted accepted) {
                follower.ifPresent(one -> one.expect(plan, accepted.turn()));
                readers.put(new TurnReader(plan, accepted.turn(), gateways, load, random), first);
            } else {
                first.close();
            }
        }
        for (Map.Entry<TurnReader, SseStream> entry : readers.entrySet()) {
            entry.getKey().read(Optional.of(entry.getValue()).filter(stream -> stream.status() != ACCEPTED));
        }
        if (readers.isEmpty()) {
            Thread.sleep(random.nextInt(300, 1_500));
        }
    }

    private TurnPlan plan() throws InterruptedException {
        int next = number++;
        String session = name + "-s" + next / TURNS_IN_A_SESSION;
        if (next % TURNS_IN_A_SESSION == 0) {
            follower.ifPresent(SessionFollower::finish);
            follower = random.nextInt(100) < FOLLOWED_PERCENT ? follow(session) : Optional.empty();
        }
        return TurnPlan.draw(random, OwnerMark.of(principal) + name + "." + next, session);
    }

    /** Returns a follower that has seen the session before its first turn; empty if no gateway answers now. */
    private Optional<SessionFollower> follow(String session) throws InterruptedException {
        SessionFollower one = new SessionFollower(principal,
                cursor -> new SseConnection(gateways.follow(principal, session, cursor, random)), load,
                random.nextLong());
        load.start(one);
        if (one.awaitFollowing(RESPONSE_LIMIT)) {
            return Optional.of(one);
        }
        one.finish();
        return Optional.empty();
    }
}
