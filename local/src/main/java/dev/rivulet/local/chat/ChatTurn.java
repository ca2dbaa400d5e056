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

/** Shows one turn of a chat. Used by one thread, except for {@link #interrupted}. */
final class ChatTurn {

    /** How the turn ended for the user. */
    enum Outcome {
        DONE,
        FAILED,
        /** The user left before the end. */
        ABANDONED
    }

    private final Screen screen;
    private final Thread reader = Thread.currentThread();
    private final AnswerView view;
    private TurnStream stream; // guarded by this; null before a gateway has accepted the prompt
    private boolean cancelled; // guarded by this

    ChatTurn(Screen screen) {
        this.screen = screen;
        this.view = new AnswerView(screen);
    }

    /** @param open opens the stream; blocks until a gateway has accepted the prompt */
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

    /** Handles Ctrl-C: the first one cancels the turn, the second one stops waiting for its end. Any thread. */
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
