package dev.rivulet.local.answer;

import dev.rivulet.client.AnswerPart;
import dev.rivulet.client.Chunk;
import dev.rivulet.client.TurnEnd;
import dev.rivulet.client.TurnFailure;
import dev.rivulet.local.screen.SafeText;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;

/**
 * Shows one answer: its text as it arrives, a status line meanwhile, and how it ended. Not thread-safe, except for
 * {@link #cancelling}.
 */
public final class AnswerView implements AutoCloseable {

    private final Screen screen;
    private final TurnProgress progress = new TurnProgress(System.nanoTime());
    private final StatusTicker ticker;

    public AnswerView(Screen screen) {
        this.screen = screen;
        this.ticker = StatusTicker.start(screen, progress);
    }

    public void show(Chunk chunk) {
        long now = System.nanoTime();
        switch (chunk) {
            case Chunk.Started started -> progress.started(now);
            case Chunk.Restarted again -> {
                progress.started(now);
                screen.note(Tone.WARNING, "The worker was lost; the answer starts again:");
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
        screen.note(Tone.NOTE, "The model calls the tool " + SafeText.line(tool) + ".");
    }

    private void text(String text, long now) {
        progress.text(text.length(), now);
        screen.text(text);
    }

    /** Shows in the status line that the turn is being cancelled. Any thread. */
    public void cancelling() {
        progress.cancelling();
    }

    public void ended(TurnEnd end) {
        close();
        screen.note(Tone.NOTE, TurnSummary.of(end));
    }

    public void failed(TurnFailure failure) {
        close();
        screen.note(Tone.ERROR, SafeText.line(TurnSummary.of(failure)));
    }

    /** Removes the status line and ends the line. */
    @Override
    public void close() {
        ticker.close();
        screen.endLine();
    }
}
