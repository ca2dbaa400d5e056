package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** A turn in the log, made up at random: with superseded attempts, late records of those, and gaps between offsets. */
final class LoggedTurn {

    private final Random random;
    private final List<TurnRecord.Shown> records = new ArrayList<>();
    private final List<Text> texts = new ArrayList<>();
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
        int attempts = 1 + random.nextInt(3) / 2;
        for (int attempt = 1; attempt < attempts; attempt++) {
            turn.start(attempt);
            turn.deltas(attempt, answer.substring(0, safe(answer, random.nextInt(answer.length() + 1))));
        }
        turn.start(attempts);
        int count = turn.deltas(attempts, answer);
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
        boolean fromBeginning = at == null || options.needsWholeAttempt() && at instanceof TurnRecord.Delta;
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
                .filter(text -> text.attempt == cursor.attempt() && text.offset <= cursor.offset())
                .mapToInt(Text::length).sum();
    }

    /** Returns the seq of the newest delta of which a reader with a cursor has seen text. */
    long newestSeq(Cursor cursor) {
        int position = position(cursor);
        for (Text text : texts) {
            position -= text.attempt == cursor.attempt() ? text.length : 0;
            if (position <= 0) {
                return text.seq;
            }
        }
        throw new AssertionError("a cursor beyond the text");
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

    private int deltas(int attempt, String text) {
        int longest = 1 + random.nextInt(12);
        int seq = 0;
        for (int from = 0; from < text.length(); seq++) {
            int to = safe(text, Math.min(text.length(), from + 1 + random.nextInt(longest)));
            add(new Delta(attempt, seq, text.substring(from, to)));
            from = to;
            if (attempt > 1 && random.nextInt(8) == 0) {
                add(new Delta(attempt - 1, 999, "stale"));
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
        if (event instanceof Delta delta) {
            texts.add(new Text(offset, delta.attempt(), delta.seq(), delta.content().length()));
        }
    }

    private record Text(long offset, int attempt, long seq, int length) {}
}
