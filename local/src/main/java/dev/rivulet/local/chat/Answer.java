package dev.rivulet.local.chat;

import dev.rivulet.client.Chunk;
import dev.rivulet.client.ReadInterruptedException;
import dev.rivulet.client.RivuletException;
import dev.rivulet.client.TurnFailedException;
import dev.rivulet.client.TurnStream;
import dev.rivulet.local.answer.AnswerView;
import dev.rivulet.local.screen.SafeText;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;
import java.util.function.Supplier;

/** One answer, from the question to its end. Shown by one thread; {@link #interrupted} is for any. */
final class Answer {

    /** What became of it. */
    enum Ending {
        DONE,
        FAILED,
        /** The user did not wait for it. */
        LEFT
    }

    private final Screen screen;
    private final Thread reader = Thread.currentThread();
    private final AnswerView view;
    private TurnStream stream; // guarded by this; null until a gateway has taken the question
    private boolean cancelled; // guarded by this

    Answer(Screen screen) {
        this.screen = screen;
        this.view = new AnswerView(screen);
    }

    /** @param question waits until a gateway has taken it */
    Ending show(Supplier<TurnStream> question) {
        try (view; TurnStream turn = question.get()) {
            taken(turn);
            for (Chunk chunk : turn) {
                view.show(chunk);
            }
            view.ended(turn.end());
            return Ending.DONE;
        } catch (TurnFailedException failure) {
            view.failed(failure.failure());
            return Ending.FAILED;
        } catch (ReadInterruptedException left) {
            return Ending.LEFT;
        } catch (RivuletException other) {
            screen.note(Tone.ERROR, SafeText.line(other.getMessage()));
            return Ending.FAILED;
        }
    }

    private synchronized void taken(TurnStream turn) {
        stream = turn;
        if (cancelled) {
            cancel(turn);
        }
    }

    /** Ctrl-C: the first asks for the end, and the rest still comes; the second does not wait for it. */
    synchronized void interrupted() {
        if (cancelled) {
            reader.interrupt();
            return;
        }
        cancelled = true;
        view.cancelling();
        if (stream != null) {
            cancel(stream);
        }
    }

    private void cancel(TurnStream turn) {
        Thread.startVirtualThread(() -> {
            try {
                turn.cancel();
            } catch (RivuletException refused) {
                screen.note(Tone.ERROR, SafeText.line("The cancel could not be sent: " + refused.getMessage()));
            }
        });
    }
}
