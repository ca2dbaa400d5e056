package dev.rivulet.local.watch;

import dev.rivulet.client.Chunk;
import dev.rivulet.client.SessionEvent;
import dev.rivulet.local.answer.History;
import dev.rivulet.local.answer.Progress;
import dev.rivulet.local.answer.StatusTicker;
import dev.rivulet.local.answer.Summary;
import dev.rivulet.local.screen.SafeText;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;

/** A session for people: prompts, answers, and how each ended. */
public final class SessionView implements Viewer {

    private final Screen screen;
    private final History history;
    private final boolean wholeLines;
    private final WholeLines lines = new WholeLines();
    private Progress progress;
    private StatusTicker ticker; // null while no turn is open

    private SessionView(Screen screen, boolean wholeLines) {
        this.screen = screen;
        this.history = new History(screen);
        this.wholeLines = wholeLines;
    }

    /** For a terminal: every word at once. */
    public static SessionView asItComes(Screen screen) {
        return new SessionView(screen, false);
    }

    /** For a pipe: an answer line by line. */
    public static SessionView inWholeLines(Screen screen) {
        return new SessionView(screen, true);
    }

    @Override
    public void show(SessionEvent event) {
        switch (event) {
            case SessionEvent.Opening(var conversation) -> {
                history.show(conversation);
                if (conversation.open() != null) {
                    opened();
                }
            }
            case SessionEvent.Queued(var turn) -> history.waits(turn);
            case SessionEvent.Asked(var turn) -> {
                closed();
                history.asked(turn);
                opened();
            }
            case SessionEvent.Answer(String turn, Chunk chunk) -> show(chunk);
            case SessionEvent.Ended(String turn, var end) -> {
                closed();
                screen.line(Tone.NOTE, Summary.of(end));
            }
            case SessionEvent.Failed(String turn, var failure) -> {
                closed();
                screen.line(Tone.ERROR, SafeText.line(Summary.of(failure)));
            }
            case SessionEvent.Forgotten forgotten -> {
                closed();
                screen.line(Tone.WARNING, "The session was forgotten.");
            }
        }
    }

    private void show(Chunk chunk) {
        if (ticker == null) {
            opened();
        }
        long now = System.nanoTime();
        switch (chunk) {
            case Chunk.Started started -> progress.started(now);
            case Chunk.Restarted again -> {
                progress.started(now);
                screen.text(lines.rest());
                screen.line(Tone.WARNING, "The worker was lost; the answer starts again:");
            }
            case Chunk.Text more -> text(more.text(), now);
            case Chunk.Item item -> text(item.json() + "\n", now);
        }
    }

    private void text(String text, long now) {
        progress.text(text.length(), now);
        screen.text(wholeLines ? lines.add(text) : text);
    }

    private void opened() {
        close();
        progress = new Progress(System.nanoTime());
        ticker = StatusTicker.start(screen, progress);
    }

    private void closed() {
        screen.text(lines.rest());
        screen.endLine();
        close();
    }

    @Override
    public void close() {
        if (ticker != null) {
            ticker.close();
            ticker = null;
        }
    }
}
