package dev.rivulet.client;

import java.io.IOException;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * The stream of one turn. Connections that are lost on the way are replaced, without a gap and without anything twice.
 *
 * <p>Chunks are handed out once: a loop goes on where the last one stopped. One thread reads at a time, and reading blocks; a
 * thread that waits can be interrupted. {@link #cancel()}, {@link #close()}, {@link #turnId()}, {@link #bookmark()} and
 * {@link #textSoFar()} are for any thread. Always close it; the turn itself goes on then, unless it was asked with
 * {@link OnDisconnect#CANCEL}.
 *
 * <p>Whatever reads throws a {@link RivuletException} when the stream ends otherwise than with a {@link TurnEnd}, the same one
 * each time.
 */
public final class TurnStream implements Iterable<Chunk>, AutoCloseable {

    private final RivuletClient client;
    private final String session;
    private final TurnSource source;
    private final ReconnectingEventStream<ChunkReader.Step> events;
    private final SingleReaderIterator<Chunk> reader = new SingleReaderIterator<>(this::read, this::requireOpen);
    private final StringBuffer text = new StringBuffer(); // of the newest attempt
    private volatile boolean closed;
    private volatile boolean cancelled;
    private volatile TurnEnd end; // null before
    private volatile RivuletException failure; // null before

    TurnStream(RivuletClient client, Transport transport, String session, TurnSource source, String cursor,
            Deadline deadline) {
        this.client = client;
        this.session = session;
        this.source = source;
        events = new ReconnectingEventStream<>(transport, source, cursor, deadline, this::progress);
    }

    /** Waits until a gateway has taken the turn. */
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

    /** The chunks from here on; waits for each. Ends when the turn is done or cancelled. */
    @Override
    public Iterator<Chunk> iterator() {
        return reader;
    }

    /**
     * For those who want only the text: reads to the end.
     *
     * @param piece more text
     * @param restarted the answer begins anew: take back what was shown
     */
    public TurnEnd readText(Consumer<String> piece, Runnable restarted) {
        for (Chunk chunk : this) {
            switch (chunk) {
                case Chunk.Text more -> piece.accept(more.text());
                case Chunk.Restarted anew -> restarted.run();
                case Chunk.Item item -> piece.accept(item.json().toString());
                case Chunk.Started begun -> {
                    // Nothing to show yet.
                }
            }
        }
        return end();
    }

    /** Reads to the end, and says how the turn ended. */
    public TurnEnd end() {
        return reader.exclusively(() -> {
            while (end == null) {
                requireOpen();
                read();
            }
            return end;
        });
    }

    /** Reads to the end; the text of the attempt that counts, as far as this stream has shown it. */
    public String text() {
        end();
        return textSoFar();
    }

    /** Reads to the end; null when the provider did not say. */
    public Usage usage() {
        return end().usage();
    }

    /** Reads to the end: the provider's own word for why it stopped, or {@code cancelled}. */
    public String finishReason() {
        return end().finishReason();
    }

    /** What has come of the newest attempt; {@link Chunk.Item}s are not part of it. Any thread. */
    public String textSoFar() {
        return text.toString();
    }

    /** Any thread. */
    public String turnId() {
        return source.turnId();
    }

    /** Where {@link RivuletClient#resume} would go on. Any thread. */
    public Bookmark bookmark() {
        return new Bookmark(session, source.turnId(), events.cursor());
    }

    /**
     * Stops the turn, wherever it runs and whoever reads it. What had been produced by then still comes, then the stream ends
     * with {@link TurnEnd.Cancelled}; or with {@link TurnEnd.Done}, if it was faster. Any thread, again and again; waits until
     * a gateway has taken it.
     */
    public void cancel() {
        cancelled = true;
        if (source.turnId() != null) {
            client.cancel(session, source.turnId());
        }
    }

    /** Leaves the stream; whoever reads it gets a {@link StreamClosedException}. Any thread, again and again. */
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
            case ChunkReader.Step.Failed(TurnFailure why) -> throw TurnFailedException.of(why, progress());
            case null -> endedBefore(client.turn(session, source.turnId()));
        };
    }

    private Chunk shown(Chunk chunk) {
        if (chunk instanceof Chunk.Restarted) {
            text.setLength(0);
        } else if (chunk instanceof Chunk.Text more) {
            text.append(more.text());
        }
        return chunk;
    }

    private Chunk ended(TurnEnd how) {
        end = how;
        events.close();
        return null;
    }

    /** The bookmark was at the end: how it ended is in the snapshot. */
    private Chunk endedBefore(Turn turn) {
        return switch (turn.status()) {
            case DONE -> ended(ChunkReader.end(turn.attempt(), turn.finishReason(), turn.usage(), turn.text().length(),
                    turn.timings()));
            case ERROR -> throw TurnFailedException.of(turn.error(), progress());
            case QUEUED, RUNNING -> throw new ConnectionLostException(1,
                    new IOException("the gateway says that nothing remains of a turn that goes on"), progress());
        };
    }

    private ReadProgress progress() {
        return source.turnId() == null ? ReadProgress.NONE : new ReadProgress(bookmark(), textSoFar());
    }
}
