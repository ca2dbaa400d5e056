package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Started;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A turn in the log, made up at random: with superseded attempts, late records of those, attempts that continue others,
 * and gaps between offsets.
 */
final class LoggedTurn {

    private static final int STALE = 999;

    private final Random random;
    private final List<TurnRecord.Shown> records = new ArrayList<>();
    private final List<Text> texts = new ArrayList<>();
    private int first = 1; // the attempt with which the text begins
    private final Map<Integer, Integer> firsts = new HashMap<>(); // the same for each attempt
    private long offset;

    private LoggedTurn(Random random) {
        this.random = random;
        this.offset = random.nextInt(100);
    }

    /** Makes a turn with one attempt, in which each text is a delta. */
    static LoggedTurn of(String... deltas) {
        LoggedTurn turn = new LoggedTurn(new Random(1));
        turn.start(1);
        for (int seq = 0; seq < deltas.length; seq++) {
            turn.add(new Delta(1, seq, deltas[seq]));
        }
        turn.done(1, deltas.length, 0);
        return turn;
    }

    /** Makes a turn that answers with a text, possibly after superseded attempts. */
    static LoggedTurn random(Random random, String answer) {
        LoggedTurn turn = new LoggedTurn(random);
        int attempts = 1 + random.nextInt(6) / 3 + random.nextInt(4) / 3;
        int length = 0;
        int count = 0;
        for (int attempt = 1; attempt <= attempts; attempt++) {
            if (count > 0 && random.nextBoolean()) {
                turn.add(Chunks.started(attempt).continuing(new Started.Continues(count, length)));
            } else {
                turn.first = attempt;
                turn.start(attempt);
                length = 0;
                count = 0;
            }
            int to = attempt == attempts
                    ? answer.length()
                    : safe(answer, length + random.nextInt(answer.length() - length + 1));
            count = turn.deltas(attempt, answer.substring(length, to), count);
            length = to;
        }
        turn.done(attempts, count, answer.length());
        return turn;
    }

    List<TurnRecord.Shown> records() {
        return records;
    }

    /** Shows the turn to a sink as a stream does: the events after a cursor that the filter admits. */
    void show(EventSink<TurnEvent> sink, ReaderOptions options, Cursor after, Consumer<TurnRecord.Shown> afterEach) {
        TurnRecord.Shown at = after == null
                ? null
                : records.stream().filter(record -> record.offset() == after.offset()).findFirst().orElseThrow();
        boolean behindText = at instanceof TurnRecord.Delta
                || at instanceof TurnRecord.Started start && start.continued().isPresent();
        boolean fromBeginning = at == null || options.needsWholeAttempt() && behindText;
        AttemptFilter filter = fromBeginning ? new AttemptFilter() : new AttemptFilter(at.attempt(), at.nextSeq());
        for (TurnRecord.Shown record : records) {
            boolean follows = fromBeginning || record.offset() > at.offset();
            if (follows && filter.show(record).isPresent()) {
                sink.event(record);
                afterEach.accept(record);
            }
        }
    }

    /** Returns how much of its attempt's text a reader with a cursor has seen. */
    int position(Cursor cursor) {
        return cursor.charsBeyond() + texts.stream()
                .filter(text -> isOf(text, cursor.attempt()) && text.offset <= cursor.offset())
                .mapToInt(Text::length).sum();
    }

    /** Returns the seq of the newest delta of which a reader with a cursor has seen text. */
    long newestSeq(Cursor cursor) {
        int position = position(cursor);
        for (Text text : texts) {
            position -= isOf(text, cursor.attempt()) ? text.length : 0;
            if (position <= 0) {
                return text.seq;
            }
        }
        throw new AssertionError("a cursor beyond the text");
    }

    /** Returns whether a reader that was shown this attempt last has the beginning of the answer's final text. */
    boolean hasBegun(int attempt) {
        return attempt >= first;
    }

    /** Returns an index of a text, or the next one if that is within a surrogate pair. */
    static int safe(String text, int at) {
        boolean within = at > 0 && at < text.length()
                && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
        return within ? at + 1 : at;
    }

    private void start(int attempt) {
        add(Chunks.started(attempt));
    }

    private int deltas(int attempt, String text, int firstSeq) {
        int longest = 1 + random.nextInt(12);
        int seq = firstSeq;
        for (int from = 0; from < text.length(); seq++) {
            int to = safe(text, Math.min(text.length(), from + 1 + random.nextInt(longest)));
            add(new Delta(attempt, seq, text.substring(from, to)));
            from = to;
            if (attempt > 1 && random.nextInt(8) == 0) {
                add(new Delta(attempt - 1, STALE, "stale"));
            }
        }
        return seq;
    }

    private void done(int attempt, long seq, long length) {
        add(Chunks.done(attempt, seq, "stop", length));
    }

    private void add(ChunkEvent event) {
        offset += 1 + random.nextInt(3);
        records.add(Chunks.turnRecord(offset, event));
        if (event instanceof Started started) {
            firsts.put(started.attempt(), first);
        }
        if (event instanceof Delta delta) {
            texts.add(new Text(offset, first, delta.attempt(), delta.seq(), delta.content().length()));
        }
    }

    /** @param first the attempt with which the text begins that this one goes on with */
    private record Text(long offset, int first, int attempt, long seq, int length) {}

    /** Returns whether a text is of an attempt, or of one that it continues. */
    private boolean isOf(Text text, int attempt) {
        return text.seq != STALE && text.attempt <= attempt && firsts.getOrDefault(attempt, 0) == text.first;
    }
}
