package dev.rivulet.local.watch;

import dev.rivulet.client.AnswerPart;
import dev.rivulet.client.Chunk;
import dev.rivulet.client.SessionEvent;
import dev.rivulet.local.answer.ConversationView;
import dev.rivulet.local.answer.StatusTicker;
import dev.rivulet.local.answer.TurnProgress;
import dev.rivulet.local.answer.TurnSummary;
import dev.rivulet.local.screen.SafeText;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;

/** Shows a session to a person: prompts, answers, and how each turn ended. */
public final class SessionView implements SessionOutput {

    private final Screen screen;
    private final ConversationView conversation;
    private final boolean lineBuffered;
    private final LineBuffer lines = new LineBuffer();
    private TurnProgress progress;
    private StatusTicker ticker; // null while no turn is open
    private int watching = 1;
    private int watchingSaid = 1;

    private SessionView(Screen screen, boolean lineBuffered) {
        this.screen = screen;
        this.conversation = new ConversationView(screen);
        this.lineBuffered = lineBuffered;
    }

    /** For a terminal: shows each chunk at once. */
    public static SessionView unbuffered(Screen screen) {
        return new SessionView(screen, false);
    }

    /** For a pipe: prints answers line by line. */
    public static SessionView lineBuffered(Screen screen) {
        return new SessionView(screen, true);
    }

    @Override
    public void show(SessionEvent event) {
        switch (event) {
            case SessionEvent.Opening(var snapshot) -> {
                screen.note(Tone.NOTE, "Watching session " + snapshot.sessionId() + ". Ctrl-C ends it.");
                conversation.show(snapshot);
                if (snapshot.open() != null) {
                    startProgress();
                }
            }
            case SessionEvent.Queued(var turn) -> conversation.queued(turn);
            case SessionEvent.Asked(var turn) -> {
                endAnswer();
                conversation.prompted(turn);
                startProgress();
            }
            case SessionEvent.TurnChunk(String turn, Chunk chunk) -> show(chunk);
            case SessionEvent.Ended(String turn, var end) -> {
                endAnswer();
                screen.line(Tone.NOTE, TurnSummary.of(end));
            }
            case SessionEvent.Failed(String turn, var failure, var timings) -> {
                endAnswer();
                screen.line(Tone.ERROR, SafeText.line(TurnSummary.of(failure)));
            }
            case SessionEvent.Forgotten forgotten -> {
                endAnswer();
                screen.line(Tone.WARNING, "The session was forgotten.");
            }
            case SessionEvent.Watching(int readers) -> {
                watching = readers;
                sayWatching();
            }
        }
    }

    private void show(Chunk chunk) {
        if (ticker == null) {
            startProgress();
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
            case Chunk.SoFar before -> {
                before.parts().forEach(this::call);
                text(before.text(), now);
            }
            case Chunk.Reasoning thought -> progress.thinking();
            case Chunk.ToolCall call -> {
                if (call.name() != null) {
                    calls(call.name());
                }
            }
        }
    }

    private void call(AnswerPart part) {
        if (part instanceof AnswerPart.ToolCall call) {
            calls(call.name());
        }
    }

    private void calls(String tool) {
        screen.text(lines.rest());
        screen.line(Tone.NOTE, "The model calls the tool " + SafeText.line(tool) + ".");
    }

    private void text(String text, long now) {
        progress.text(text.length(), now);
        screen.text(lineBuffered ? lines.add(text) : text);
    }

    private void startProgress() {
        close();
        progress = new TurnProgress(System.nanoTime());
        ticker = StatusTicker.start(screen, progress);
    }

    private void endAnswer() {
        screen.text(lines.rest());
        screen.endLine();
        close();
        sayWatching();
    }

    /** Not within an answer. */
    private void sayWatching() {
        if (ticker == null && watching != watchingSaid) {
            watchingSaid = watching;
            screen.note(Tone.NOTE, watching + " watching");
        }
    }

    @Override
    public void close() {
        if (ticker != null) {
            ticker.close();
            ticker = null;
        }
    }
}
