package dev.rivulet.bench.load;

import dev.rivulet.bench.load.event.DeliveryTracker;

/** A turn as the one who asked for it sees it. Used on the event loop only. */
final class Turn {

    private final LoadStatistics statistics;
    private final Runnable onEnd;
    private final DeliveryTracker tracker;
    private long sentAt;
    private int readers = 1; // that have not got the end yet
    private boolean ended;

    /** @param onEnd called once, when the turn has ended or was given up */
    Turn(int tokens, LoadStatistics statistics, Runnable onEnd) {
        this.statistics = statistics;
        this.onEnd = onEnd;
        this.tracker = new DeliveryTracker(tokens);
    }

    /** Must be called right before the request is sent. */
    void asked() {
        sentAt = System.nanoTime();
        statistics.asked(sentAt);
    }

    /**
     * Takes what was read at once.
     *
     * @param tokens reads the tokens, and calls {@link #token} for each
     */
    void read(long receivedAt, Runnable tokens) {
        int before = tracker.received();
        tokens.run();
        if (tracker.received() > before) {
            statistics.read(receivedAt);
        }
    }

    void token(int index, long emittedAt, long receivedAt) {
        if (tracker.arrived(index)) {
            statistics.firstToken(sentAt, emittedAt, receivedAt);
        }
        statistics.token(emittedAt, receivedAt);
    }

    /** Says that one more reader must get the end before the turn counts as ended. */
    void awaitOneMoreReader() {
        readers++;
    }

    /**
     * A reader got the end.
     *
     * @param failure null if the turn ended properly; otherwise no other reader is waited for
     */
    void end(String failure) {
        if (!ended && (failure != null || --readers == 0)) {
            ended = true;
            statistics.ended(tracker, failure);
            onEnd.run();
        }
    }

    void giveUp() {
        if (!ended) {
            ended = true;
            statistics.givenUp(tracker);
            onEnd.run();
        }
    }
}
