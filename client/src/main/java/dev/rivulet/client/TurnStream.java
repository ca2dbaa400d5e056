package dev.rivulet.client;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The stream of one turn. Lost connections are replaced; no event is lost or repeated.
 *
 * <p>Each chunk is returned once: a second loop continues where the first stopped. One thread reads at a time, and
 * reading blocks; a waiting thread can be interrupted. {@link #cancel()}, {@link #close()}, {@link #turnId()}, {@link
 * #bookmark()} and {@link #textSoFar()} may be called from any thread. Always close the stream; the turn itself then
 * continues, unless it was submitted with {@link OnDisconnect#CANCEL}.
 *
 * <p>Methods that read throw a {@link RivuletException} if the stream ends without a {@link TurnEnd}; the same one on
 * each call.
 */
public final class TurnStream implements Iterable<Chunk>, AutoCloseable {

    private final RivuletClient client;
    private final String session;
    private final TurnSource source;
    private final ReconnectingEventStream<ChunkReader.Step> events;
    private final SingleReaderIterator<Chunk> reader = new SingleReaderIterator<>(this::read, this::requireOpen);
    private final StringBuffer text = new StringBuffer(); // of the newest attempt
    private final PartCollector parts = new PartCollector(); // of the newest attempt; of the thread that reads
    private volatile boolean closed;
    private volatile boolean cancelled;
    private volatile TurnEnd end; // null until the end
    private volatile RivuletException failure; // null unless failed

    TurnStream(RivuletClient client, Transport transport, String session, TurnSource source, String cursor,
            Deadline deadline) {
        this.client = client;
        this.session = session;
        this.source = source;
        events = new ReconnectingEventStream<>(transport, source, cursor, deadline, this::progress);
    }

    /** Waits until a gateway has accepted the turn. */
    TurnStream open() {
        try {
            events.connect();
            if (cancelled) {
                cancel();
            }
            return this;
        } catch (RuntimeException refused) {
            events.close();
            throw refused;
        }
    }

    /** Returns the further chunks; waits for each. Ends when the turn is done or cancelled. */
    @Override
    public Iterator<Chunk> iterator() {
        return reader;
    }

    /**
     * Reads the text to the end of the turn, without what there is beside it.
     *
     * @param piece gets each piece of text
     * @param restarted called when a new attempt starts: discard the text so far
     */
    public TurnEnd readText(Consumer<String> piece, Runnable restarted) {
        for (Chunk chunk : this) {
            switch (chunk) {
                case Chunk.Text more -> piece.accept(more.text());
                case Chunk.Restarted anew -> restarted.run();
                case Chunk.Item item -> piece.accept(item.json().toString());
                case Chunk.SoFar before when !before.text().isEmpty() -> piece.accept(before.text());
                case Chunk.Started begun -> {
                    // There is no text yet, or it goes on.
                }
                case Chunk.SoFar none -> {
                    // There is no text yet.
                }
                case Chunk.Reasoning reasoning -> {
                    // No text of the answer.
                }
                case Chunk.ToolCall call -> {
                    // No text of the answer.
                }
            }
        }
        return end();
    }

    /** Reads to the end and returns how the turn ended. */
    public TurnEnd end() {
        return reader.exclusively(() -> {
            while (end == null) {
                requireOpen();
                read();
            }
            return end;
        });
    }

    /** Reads to the end and returns the text that this stream has received of the last attempt. */
    public String text() {
        end();
        return textSoFar();
    }

    /**
     * Reads to the end and returns what this stream has received of the last attempt beside its text, such as tool
     * calls.
     */
    public List<AnswerPart> parts() {
        end();
        return parts.parts();
    }

    /** Reads to the end and returns the token counts; null if the provider did not report them. */
    public Usage usage() {
        return end().usage();
    }

    /** Reads to the end and returns the provider's finish reason, or {@code cancelled}. */
    public String finishReason() {
        return end().finishReason();
    }

    /** Returns the text received of the newest attempt, without {@link Chunk.Item}s. Any thread. */
    public String textSoFar() {
        return text.toString();
    }

    /** Returns the turn's id. Any thread. */
    public String turnId() {
        return source.turnId();
    }

    /** Returns where {@link RivuletClient#resume} can continue. Any thread. */
    public Bookmark bookmark() {
        return new Bookmark(session, source.turnId(), events.cursor());
    }

    /**
     * Cancels the turn for all readers. The rest of the text still comes, then the stream ends with {@link
     * TurnEnd.Cancelled}, or with {@link TurnEnd.Done} if the turn was faster. Waits until a gateway has accepted the
     * cancel. Any thread; idempotent.
     */
    public void cancel() {
        cancelled = true;
        if (source.turnId() != null) {
            client.cancel(session, source.turnId());
        }
    }

    /** Closes the stream; a waiting reader gets a {@link StreamClosedException}. Any thread; idempotent. */
    @Override
    public void close() {
        closed = true;
        events.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new StreamClosedException(progress());
        }
    }

    private Chunk read() {
        if (end != null) {
            return null;
        }
        if (failure != null) {
            throw failure;
        }
        try {
            return follow(events.next());
        } catch (ReadInterruptedException transientFailure) {
            throw transientFailure;
        } catch (RivuletException other) {
            failure = other;
            events.close();
            throw other;
        }
    }

    private Chunk follow(ChunkReader.Step step) {
        return switch (step) {
            case ChunkReader.Step.Shown(Chunk chunk) -> shown(chunk);
            case ChunkReader.Step.Ended(TurnEnd how) -> ended(how);
            case ChunkReader.Step.Failed(TurnFailure why, Timings times) ->
                throw TurnFailedException.of(why, times, progress());
            case null -> endedBefore(client.turn(session, source.turnId()));
        };
    }

    private Chunk shown(Chunk chunk) {
        parts.add(chunk);
        if (chunk instanceof Chunk.Restarted) {
            text.setLength(0);
        } else if (chunk instanceof Chunk.Text more) {
            text.append(more.text());
        } else if (chunk instanceof Chunk.SoFar before) {
            text.append(before.text());
        }
        return chunk;
    }

    private Chunk ended(TurnEnd how) {
        end = how;
        events.close();
        return null;
    }

    /** The bookmark was at the end of the turn: the snapshot says how it ended. */
    private Chunk endedBefore(Turn turn) {
        return switch (turn.status()) {
            case DONE -> ended(ChunkReader.end(turn.attempt(), turn.finishReason(), turn.usage(), turn.text().length(),
                    turn.timings()));
            case ERROR -> throw TurnFailedException.of(turn.error().using(turn.usage()),
                    turn.timings(), progress());
            case QUEUED, RUNNING, UNKNOWN -> throw new ConnectionLostException(1,
                    new IOException("the gateway says that no events remain of a turn that is still running"),
                    progress());
        };
    }

    private ReadProgress progress() {
        return source.turnId() == null ? ReadProgress.NONE : new ReadProgress(bookmark(), textSoFar());
    }
}
