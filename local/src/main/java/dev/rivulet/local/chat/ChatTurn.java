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
final class ChatTurn {

    /** What became of it. */
    enum Outcome {
        DONE,
        FAILED,
        /** The user did not wait for it. */
        ABANDONED
    }

    private final Screen screen;
    private final Thread reader = Thread.currentThread();
    private final AnswerView view;
    private TurnStream stream; // guarded by this; null until a gateway has taken the question
    private boolean cancelled; // guarded by this

    ChatTurn(Screen screen) {
        this.screen = screen;
        this.view = new AnswerView(screen);
    }

    /** @param open waits until a gateway has taken it */
    Outcome show(Supplier<TurnStream> open) {
        try (view; TurnStream turn = open.get()) {
            accepted(turn);
            for (Chunk chunk : turn) {
                view.show(chunk);
            }
            view.ended(turn.end());
            return Outcome.DONE;
        } catch (TurnFailedException failure) {
            view.failed(failure.failure());
            return Outcome.FAILED;
        } catch (ReadInterruptedException left) {
            return Outcome.ABANDONED;
        } catch (RivuletException other) {
            screen.note(Tone.ERROR, SafeText.line(other.getMessage()));
            return Outcome.FAILED;
        }
    }

    private synchronized void accepted(TurnStream turn) {
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
