package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.Topic;
import java.util.Optional;

/**
 * What the topics of commands and results say about a turn. Searches each of them once at most, and only when it is
 * asked for. For one look-up; its methods block.
 */
final class LoggedTurn {

    /** The first of the waits before a retry, and the last: each is twice the one before. */
    private static final long MIN_WAIT_MS = 100;
    private static final long MAX_WAIT_MS = 800;

    private final TurnAddress address;
    private final BlockingReplay log;
    private final Searches searches;
    private Optional<Result> result; // null before it was searched for

    LoggedTurn(TurnAddress address, BlockingReplay log, Searches searches) {
        this.address = address;
        this.log = log;
        this.searches = searches;
    }

    /** Begins the search for the turn's records in a topic. */
    interface Searches {

        /** @param near whether to read no more than finds nearly every turn */
        TurnSearch begin(Topic topic, boolean near);
    }

    /** @param timestamp of the record */
    record Result(TurnFinished finished, long timestamp) {}

    TurnAddress address() {
        return address;
    }

    BlockingReplay log() {
        return log;
    }

    /**
     * Returns whether the turn has a prompt or a result. Retries for a while if the turn's id says that it is new:
     * right after a change of partition leaders, Kafka can be behind what it has acknowledged.
     */
    boolean exists() {
        JsonRecordSelector<JsonRecordSelector.CommandName> prompt = JsonRecordSelector.prompt(address);
        try {
            TurnSearch prompts = searches.begin(Topic.PROMPT_REQUESTS, false);
            return prompts.first(prompt).isPresent()
                    // Searched far only if the prompt may have been deleted: a refused prompt alone has only a result.
                    || result(!prompts.mayHaveExpired()).isPresent()
                    || TurnFinder.isNew(address.turn()) && appears(prompt, prompts);
        } catch (PositionExpiredException deletedMeanwhile) {
            return false;
        }
    }

    /** Returns the turn's result; empty if it has not ended, or its result is not among what is read. */
    Optional<Result> result() {
        try {
            return result(false);
        } catch (PositionExpiredException deletedMeanwhile) {
            return Optional.empty();
        }
    }

    private Optional<Result> result(boolean near) {
        if (result == null) {
            JsonRecordSelector<TurnFinished> results = JsonRecordSelector.result(address);
            result = searches.begin(Topic.TURN_RESULTS, near).first(record -> results.select(record)
                    .map(finished -> new Result(finished, record.timestamp())));
        }
        return result;
    }

    /** Keeps no search waiting meanwhile. */
    private boolean appears(JsonRecordSelector<JsonRecordSelector.CommandName> prompt, TurnSearch prompts) {
        log.endSearch();
        long end = prompts.endOffset();
        boolean found = false;
        for (long wait = MIN_WAIT_MS; !found && wait <= MAX_WAIT_MS && sleep(wait); wait *= 2) {
            long newEnd = log.readBounds(prompts.partition()).endOffset();
            found = log.findFirst(prompts.partition(), end, newEnd, prompt).isPresent();
            end = Math.max(end, newEnd);
        }
        return found;
    }

    /** Returns false if the thread was interrupted. */
    private static boolean sleep(long ms) {
        try {
            Thread.sleep(ms);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
